package dev.elfwright.elf.edit;

import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.StringTableBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes string tables anew whose names changed: of symbols, of sections, or of both, since
 * compilers often put them into one table.
 */
final class StringPass {
  private final Draft draft;
  private final Map<DraftSection, SymbolPass.NamedEntries> symbols;

  StringPass(Draft draft, Map<DraftSection, SymbolPass.NamedEntries> symbols) {
    this.draft = draft;
    this.symbols = symbols;
  }

  /** Writes the tables, and with them the symbols that wait for the offsets of their names. */
  void run() {
    Map<DraftSection, List<SymbolPass.NamedEntries>> users = new IdentityHashMap<>();
    symbols.forEach((table, entries) -> {
      DraftSection strings = table.link;
      if (strings == null || strings.type != SectionType.STRTAB) {
        throw draft.refuse(table + " has no string table");
      }
      users.computeIfAbsent(strings, _ -> new ArrayList<>()).add(entries);
    });
    DraftSection names = draft.sectionNames;
    boolean namesChanged = draft.sectionNamesChanged();
    if (names == null && !draft.sections.isEmpty() && namesChanged) {
      names = addNameTable();
    }
    if (names != null && (namesChanged || users.containsKey(names))) {
      users.computeIfAbsent(names, _ -> new ArrayList<>());
    }
    DraftSection nameTable = names;
    users.forEach((table, entries) -> rebuild(table, entries, table == nameTable));
  }

  private DraftSection addNameTable() {
    DraftSection made = draft.add(".shstrtab", SectionType.STRTAB, 0, MemorySegment.NULL);
    draft.sectionNames = made;
    return made;
  }

  /** Symbols that stay as they are name strings by their place: those keep it. */
  private void appendSectionNames(DraftSection table) {
    StringTableBuilder fresh = new StringTableBuilder();
    Map<String, Long> offsets = new HashMap<>();
    for (DraftSection s : draft.sections) {
      if (s.isNew() || !s.name.equals(draft.model.sections().get(s.origin).name())) {
        fresh.add(s.name);
      } else {
        offsets.put(s.name, s.original.nameOffset());
      }
    }
    MemorySegment before = draft.bytes(table);
    MemorySegment names = fresh.build();
    if (names.byteSize() > 1) {
      MemorySegment both = Arena.ofAuto().allocate(before.byteSize() + names.byteSize());
      both.copyFrom(before);
      both.asSlice(before.byteSize()).copyFrom(names);
      table.replace(both);
    }
    for (DraftSection s : draft.sections) {
      offsets.computeIfAbsent(s.name, n -> before.byteSize() + fresh.offsetOf(n));
    }
    draft.nameOffsets = offsets;
  }

  private void rebuild(
      DraftSection table, List<SymbolPass.NamedEntries> entries, boolean withSectionNames) {
    boolean shared =
        draft.sections.stream().anyMatch(s -> s.link == table && !symbols.containsKey(s));
    if (shared && entries.isEmpty() && !draft.isPinned(table)) {
      appendSectionNames(table);
      return;
    }
    if (draft.isPinned(table) || shared) {
      throw draft.refuse(table + " serves something else too and cannot take other names");
    }
    StringTableBuilder builder = new StringTableBuilder();
    entries.forEach(e -> e.names().forEach(builder::add));
    if (withSectionNames) {
      draft.sections.forEach(s -> builder.add(s.name));
    }
    table.replace(builder.build());
    entries.forEach(e -> e.encode(builder::offsetOf));
    if (withSectionNames) {
      Map<String, Long> offsets = new HashMap<>();
      draft.sections.forEach(s -> offsets.put(s.name, builder.offsetOf(s.name)));
      draft.nameOffsets = offsets;
    }
  }
}
