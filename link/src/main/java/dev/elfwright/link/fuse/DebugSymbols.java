package dev.elfwright.link.fuse;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToIntFunction;

/**
 * The .symtab of all parts, so that debuggers, profilers and backtraces name functions: each part's
 * own, or where it was stripped, what it exported. Names are not copied one by one; string tables
 * are put behind each other whole.
 */
final class DebugSymbols {
  private final ByteTable symbols = new ByteTable(0, 1 << 20);
  private final List<MemorySegment> names = new ArrayList<>();
  private long namesSize;
  private final LongToIntFunction sectionAt;

  DebugSymbols(LongToIntFunction sectionAt) {
    this.sectionAt = sectionAt;
    symbols.put64(0).put64(0).put64(0);
    addNames(MemorySegment.ofArray(new byte[1]));
  }

  private long addNames(MemorySegment strings) {
    long at = namesSize;
    names.add(strings);
    namesSize += strings.byteSize();
    return at;
  }

  void add(Part part) {
    Optional<Section> own =
        part.model().sections().stream()
            .filter(s -> s.header().type() == SectionType.SYMTAB)
            .findFirst();
    SymbolTable table;
    MemorySegment strings;
    if (own.isPresent()) {
      table = (SymbolTable) own.get().content();
      strings = part.model().sections().get(own.get().header().link()).bytes();
    } else {
      table = part.dynamic().symbols();
      strings = dynamicStrings(part);
    }
    long base = addNames(strings);
    for (int i = 1; i < table.count(); i++) {
      if (names(table, i)) {
        long value =
            table.type(i) == SymbolType.TLS ? table.value(i) : table.value(i) + part.bias();
        put(base + table.nameOffset(i), table.type(i), value, table.size(i));
      }
    }
  }

  private static boolean names(SymbolTable t, int i) {
    return t.nameOffset(i) != 0
        && t.sectionIndex(i) != Symbol.SECTION_ABSOLUTE
        && !t.isUndefined(i)
        && switch (t.type(i)) {
          case SymbolType.FUNC, SymbolType.OBJECT, SymbolType.GNU_IFUNC, SymbolType.NOTYPE -> true;
          default -> false;
        };
  }

  private static MemorySegment dynamicStrings(Part part) {
    ElfModel m = part.model();
    long size = part.dynamic().value(DynamicTag.STRSZ).orElse(0);
    long at =
        m.offsetOf(part.dynamic().value(DynamicTag.STRTAB).orElse(0), size)
            .orElseThrow(() -> part.malformed("DT_STRTAB", "is not in the file"));
    return m.contents().asSlice(at, size);
  }

  void add(Map<String, Long> functions, long base) {
    ByteTable texts = new ByteTable(0);
    long namesAt = namesSize;
    functions.forEach(
        (name, offset) -> put(namesAt + texts.putText(name), SymbolType.FUNC, base + offset, 0));
    addNames(MemorySegment.ofArray(texts.toArray()));
  }

  private void put(long name, int type, long value, long size) {
    symbols.put32(name).put8(type).put8(0).put16(sectionAt.applyAsInt(value));
    symbols.put64(value).put64(size);
  }

  int count() {
    return symbols.size() / 24;
  }

  MemorySegment symbols() {
    return symbols.segment();
  }

  List<MemorySegment> names() {
    return names;
  }

  long namesSize() {
    return namesSize;
  }
}
