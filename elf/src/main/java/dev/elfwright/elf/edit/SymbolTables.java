package dev.elfwright.elf.edit;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SectionType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/** Which symbol tables the new file has; {@link SymbolPass} fills them. */
final class SymbolTables {
  /** SHN_LORESERVE. */
  private static final int RESERVED = 0xff00;

  private SymbolTables() {}

  /** Makes a table, with the string table that symbols would have had, where there is none. */
  static void require(Draft draft) {
    if (draft.sectionOfType(SectionType.SYMTAB).isPresent()) {
      return;
    }
    boolean is64 = draft.header.is64();
    DraftSection names =
        draft.sections.stream()
            .filter(s -> s.type == SectionType.STRTAB && !s.isLoaded() && s != draft.sectionNames)
            .findFirst()
            .orElse(draft.sectionNames);
    DraftSection made = draft.add(".symtab", SectionType.SYMTAB, 0, MemorySegment.NULL);
    made.link =
        names != null ? names : draft.add(".strtab", SectionType.STRTAB, 0, MemorySegment.NULL);
    made.entrySize = SymbolTable.entrySize(is64);
    made.alignment = is64 ? 8 : 4;
    draft.madeSymbols = made;
  }

  /**
   * Removes symbol tables of linked files that are left without symbols, and extended section
   * indices where all sections have ordinary ones; before sections are numbered.
   */
  static void removeUnused(Draft draft, SymbolsEdit edit) {
    if (draft.removed.isEmpty() && !edit.isTouched()) {
      return;
    }
    SectionRemoval.remove(
        draft,
        s -> s.type == SectionType.SYMTAB_SHNDX && !s.isNew() && draft.sections.size() <= RESERVED);
    if (draft.header.type() == FileType.REL || !edit.added().isEmpty()) {
      return;
    }
    for (DraftSection table : List.copyOf(draft.sections)) {
      if (table.type == SectionType.SYMTAB && !table.isNew() && isEmptied(draft, edit, table)) {
        DraftSection names = table.link;
        SectionRemoval.remove(draft, s -> s == table);
        SectionRemoval.remove(
            draft,
            s ->
                s == names
                    && !s.isLoaded()
                    && s != draft.sectionNames
                    && draft.sections.stream().noneMatch(user -> user.link == s));
      }
    }
  }

  private static boolean isEmptied(Draft draft, SymbolsEdit edit, DraftSection table) {
    Map<Integer, DraftSection> byOrigin = draft.byOrigin();
    return draft.sections.stream().noneMatch(user -> user.link == table)
        && ((SymbolTable) draft.model.sections().get(table.origin).content())
            .symbols()
            .skip(1)
            .allMatch(s -> isGone(draft, s, byOrigin) || edit.removes(s));
  }

  private static boolean isGone(Draft draft, Symbol s, Map<Integer, DraftSection> byOrigin) {
    DraftSection section = s.isReserved() ? null : byOrigin.get(s.sectionIndex());
    return section != null && draft.removed.contains(section);
  }
}
