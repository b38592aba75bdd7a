package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a build attribute note speaks of, and the symbol at the first one. An empty
 * description repeats that of the note before.
 */
final class BuildAttributeRegion {
  private static final int OPEN = 0x100;

  /** What repeats are made of; one for notes about files, one for those about functions. */
  private static final class Range {
    private long start;
    private long end;
  }

  private record Place(long address, boolean isOpen) {}

  private final Image image;
  private final Text out;
  private final Range ofFile = new Range();
  private final Range ofFunction = new Range();
  private final Map<Place, Integer> found = new HashMap<>();
  private @Nullable Map<Long, List<Integer>> byValue;
  private @Nullable Symbols symbols;

  BuildAttributeRegion(Image image, Text out) {
    this.image = image;
    this.out = out;
  }

  void print(NoteBytes note) {
    boolean isOpen = note.type() == OPEN;
    Range range = isOpen ? ofFile : ofFunction;
    ElfBytes in = note.in();
    switch ((int) Math.min(note.size(), 17)) {
      case 0 -> {
        out.put("    Applies to region from ").alternateHex(range.start);
        if (Long.compareUnsigned(range.end, range.start) > 0) {
          out.put(" to ").alternateHex(range.end);
        }
        out.line();
      }
      case 4 -> region(range, isOpen, in.u32(note.at()), 0);
      case 8 -> region(range, isOpen, in.u32(note.at()), in.u32(note.at() + 4));
      case 16 -> region(range, isOpen, in.i64(note.at()), in.i64(note.at() + 8));
      default -> out.put("    <invalid descsz>");
    }
  }

  private void region(Range range, boolean isOpen, long start, long end) {
    int symbol = symbolAt(new Place(start, isOpen));
    if (symbol < 0 && isOpen) {
      // From version 5 on, annobin's symbols for files stand two bytes behind the first function.
      symbol = symbolAt(new Place(start + 2, true));
    }
    Symbols table = symbols;
    long last = end;
    if (last == 0 && symbol >= 0 && table != null) {
      long size = table.columns().size(symbol);
      last = size == 0 ? 0 : start + size;
    }
    out.put("    Applies to region from ").alternateHex(start);
    range.start = start;
    if (last != 0) {
      out.put(" to ").alternateHex(last);
      range.end = last;
    }
    StringBytes names = table == null ? null : table.names();
    if (symbol >= 0 && table != null && names != null) {
      out.put(" (").put(names.name(table.columns().nameOffset(symbol))).put(')');
    }
    out.line();
  }

  private int symbolAt(Place place) {
    return found.computeIfAbsent(place, this::search);
  }

  private int search(Place place) {
    Symbols table = symbols();
    List<Integer> candidates = table == null ? null : values(table).get(place.address());
    if (table == null || candidates == null) {
      return -1;
    }
    return place.isOpen()
        ? fileSymbol(table.columns(), candidates)
        : candidates.stream()
            .filter(i -> table.columns().type(i) == SymbolType.FUNC)
            .findFirst()
            .orElse(-1);
  }

  /** Prefers files and objects to labels, global ones to local ones, and takes no functions. */
  private static int fileSymbol(SymbolTable columns, List<Integer> candidates) {
    int best = -1;
    for (int i : candidates) {
      int type = columns.type(i);
      if (type == SymbolType.OBJECT || type == SymbolType.FILE) {
        best = i;
        if (columns.size(i) != 0) {
          return best;
        }
      } else if (type != SymbolType.FUNC) {
        boolean replaces =
            switch (columns.binding(i)) {
              case SymbolBinding.GLOBAL -> best < 0 || columns.type(best) != SymbolType.OBJECT;
              case SymbolBinding.LOCAL -> best < 0;
              default -> false;
            };
        best = replaces ? i : best;
      }
    }
    return best;
  }

  private @Nullable Symbols symbols() {
    if (symbols == null) {
      List<SectionHeader> sections = image.sections();
      for (int i = 0; i < sections.size() && symbols == null; i++) {
        if (sections.get(i).type() == SectionType.SYMTAB && sections.get(i).size() != 0) {
          symbols = Symbols.of(image, i);
        }
      }
    }
    return symbols;
  }

  /** All symbols with a name by their value, in their order: notes come in thousands. */
  private Map<Long, List<Integer>> values(Symbols table) {
    Map<Long, List<Integer>> made = byValue;
    if (made == null) {
      made = new HashMap<>();
      StringBytes names = table.names();
      for (int i = 0; i < table.count() && names != null; i++) {
        long name = table.columns().nameOffset(i);
        if (names.contains(name) && isShown(names.name(name, 3))) {
          made.computeIfAbsent(table.columns().value(i), v -> new ArrayList<>(1)).add(i);
        }
      }
      byValue = made;
    }
    return made;
  }

  /** Neither empty nor one of the marks {@code $x} and {@code $d} between code and data. */
  private static boolean isShown(Name name) {
    boolean isMark = name.length() == 2 && name.bytes()[0] == '$';
    return name.length() != 0 && !isMark;
  }
}
