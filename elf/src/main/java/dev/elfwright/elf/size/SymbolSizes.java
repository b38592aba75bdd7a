package dev.elfwright.elf.size;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.size.SizeNode.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sized symbols of each section; of those that overlap, the one that begins first counts. */
final class SymbolSizes {
  /** A symbol by its place in its section. */
  private record Place(long start, long size, int symbol) {}

  private final Optional<SymbolTable> table;
  private final boolean relative;
  private final Map<Integer, List<Place>> bySection = new HashMap<>();

  private SymbolSizes(ElfModel file, Optional<SymbolTable> table) {
    this.table = table;
    this.relative = file.header().type() == FileType.REL;
  }

  /** Reads .symtab, or the dynamic symbols of a stripped file. */
  static SymbolSizes of(ElfModel file) {
    Optional<SymbolTable> table = file.symbols().or(() -> file.dynamic().map(d -> d.symbols()));
    SymbolSizes sizes = new SymbolSizes(file, table);
    table.ifPresent(t -> sizes.read(file, t));
    return sizes;
  }

  /** No symbols at all. */
  static SymbolSizes none(ElfModel file) {
    return new SymbolSizes(file, Optional.empty());
  }

  private void read(ElfModel file, SymbolTable symbols) {
    for (int i = 1; i < symbols.count(); i++) {
      int section = symbols.sectionIndex(i);
      long size = symbols.size(i);
      // The value of a TLS symbol is no address.
      if (size > 0
          && section > 0
          && section < file.sections().size()
          && symbols.type(i) != SymbolType.TLS) {
        long base = relative ? 0 : file.sections().get(section).header().address();
        bySection
            .computeIfAbsent(section, s -> new ArrayList<>())
            .add(new Place(symbols.value(i) - base, size, i));
      }
    }
    bySection
        .values()
        .forEach(places ->
            places.sort(Comparator.comparingLong(Place::start).thenComparingInt(Place::symbol)));
  }

  /** What the bytes {@code [from, to)} of the file, all of this section, consist of. */
  List<SizeNode> within(Section section, long from, long to) {
    List<Place> places = bySection.getOrDefault(section.index(), List.of());
    if (places.isEmpty()) {
      return List.of();
    }
    long offset = section.header().offset();
    long at = from - offset;
    long end = to - offset;
    long unnamed = end - at;
    List<SizeNode> nodes = new ArrayList<>();
    for (Place place : places) {
      long start = Math.max(at, place.start());
      long last = place.size() > end - start ? end : Math.min(end, place.start() + place.size());
      if (place.start() >= 0 && last > start) {
        String name = table.orElseThrow().name(place.symbol());
        nodes.add(new SizeNode(name, Kind.SYMBOL, last - start, List.of()));
        unnamed -= last - start;
        at = last;
      }
    }
    if (unnamed > 0) {
      nodes.add(new SizeNode("without symbol", Kind.GAP, unnamed, List.of()));
    }
    nodes.sort(Comparator.comparingLong(SizeNode::bytes).reversed());
    return nodes;
  }
}
