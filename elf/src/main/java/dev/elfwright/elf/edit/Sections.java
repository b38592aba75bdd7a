package dev.elfwright.elf.edit;

import dev.elfwright.elf.constant.SectionType;
import java.util.function.Predicate;

/** Changes to many sections at once. */
public final class Sections {
  private Sections() {}

  /**
   * Leaves out all sections but these, and those that tell their names: objcopy -j. Symbols of what
   * is gone go, too.
   */
  public static ElfTransform only(Predicate<String> names) {
    return e ->
        e.sections()
            .removeIf(s ->
                !names.test(s.name())
                    && s.type() != SectionType.SYMTAB
                    && s.type() != SectionType.STRTAB)
            .removeUnusedStringTables();
  }
}
