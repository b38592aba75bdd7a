package dev.elfwright.elf.edit;

import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.edit.SectionsEdit.View;

/**
 * The two halves of an object file that gcc or clang made with {@code -gsplit-dwarf=single}:
 * sections whose names end with {@code .dwo} are for debuggers only, linkers need the others (DWARF
 * 5, section 7.3).
 */
public final class SplitDwarf {
  private SplitDwarf() {}

  /** Leaves what debuggers read: the .dwo file. */
  public static ElfTransform extract() {
    return e ->
        e.sections()
            .removeIf(s -> !isForDebuggers(s) && s.type() != SectionType.STRTAB)
            .removeUnusedStringTables();
  }

  /** Leaves what linkers read. */
  public static ElfTransform strip() {
    return e -> e.sections().removeIf(SplitDwarf::isForDebuggers);
  }

  private static boolean isForDebuggers(View s) {
    return s.name().endsWith(".dwo");
  }
}
