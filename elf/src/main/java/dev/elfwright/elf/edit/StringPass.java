package dev.elfwright.elf.edit;

import dev.elfwright.elf.Names;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.StringTableBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

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
    if (names == null
        && !draft.withoutSectionHeaders
        && !draft.sections.isEmpty()
        && namesChanged) {
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

  /** A table that others use too grows at its end, so that what they name stays. */
  private void rebuild(
      DraftSection table, List<SymbolPass.NamedEntries> entries, boolean withSectionNames) {
    boolean shared =
        draft.sections.stream().anyMatch(s -> s.link == table && !symbols.containsKey(s));
    if (draft.isPinned(table)) {
      throw draft.refuse(table + " is loaded and cannot take other names");
    }
    MemorySegment kept = shared ? draft.bytes(table) : MemorySegment.NULL;
    Map<String, Long> there = shared ? strings(kept) : Map.of();
    StringTableBuilder builder = new StringTableBuilder();
    Consumer<String> add =
        name -> {
          if (!there.containsKey(name)) {
            builder.add(name);
          }
        };
    entries.forEach(e -> e.names().forEach(add));
    if (withSectionNames) {
      draft.sections.forEach(s -> add.accept(s.name));
    }
    table.replace(shared ? joined(kept, builder) : builder.build());
    ToLongFunction<String> offsets =
        name -> {
          Long old = there.get(name);
          return old != null ? old : kept.byteSize() + builder.offsetOf(name);
        };
    entries.forEach(e -> e.encode(offsets));
    if (withSectionNames) {
      Map<String, Long> ofNames = new HashMap<>();
      draft.sections.forEach(s -> ofNames.put(s.name, offsets.applyAsLong(s.name)));
      draft.nameOffsets = ofNames;
    }
  }

  /** The strings of a table that others use too; they stay where they are. */
  private static Map<String, Long> strings(MemorySegment table) {
    Map<String, Long> found = new HashMap<>();
    byte[] bytes = table.toArray(ValueLayout.JAVA_BYTE);
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        found.putIfAbsent(Names.decode(Arrays.copyOfRange(bytes, start, i)), (long) start);
        start = i + 1;
      }
    }
    return found;
  }

  /** A table with new strings behind the old ones, which a zero ends that may have lacked. */
  private static MemorySegment joined(MemorySegment kept, StringTableBuilder more) {
    MemorySegment behind = more.build();
    MemorySegment out = Arena.ofAuto().allocate(kept.byteSize() + behind.byteSize());
    out.copyFrom(kept);
    out.asSlice(kept.byteSize()).copyFrom(behind);
    return out;
  }
}
