package dev.elfwright.elf.diff;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.RelocationNames;
import dev.elfwright.elf.diff.Subject.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Relocations by what they refer to: how many of each type and target there are. The offset and the
 * index of the symbol are layout; so is the addend where no symbol is named, for it is an address.
 */
final class RelocationFacts {
  /** One kind of relocation; symbols are told apart by index until all are counted. */
  private record Key(long type, int symbol, long addend) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byType = Long.compare(type, other.type);
      int bySymbol = byType != 0 ? byType : Integer.compare(symbol, other.symbol);
      return bySymbol != 0 ? bySymbol : Long.compare(addend, other.addend);
    }
  }

  private final RelocationNames types;
  private final Map<String, Long> counts = new TreeMap<>();

  private RelocationFacts(ElfModel file) {
    this.types = RelocationNames.of(file.header().abi(), file.header().flags());
  }

  static void add(ElfModel file, Inventory to) {
    RelocationFacts facts = new RelocationFacts(file);
    Optional<DynamicModel> dynamic = file.dynamic();
    if (dynamic.isPresent()) {
      facts.ofDynamic(file, dynamic.get());
    } else {
      facts.ofSections(file);
    }
    facts.counts.forEach((name, count) -> to.add(Kind.RELOCATION, name, Long.toString(count)));
  }

  private void ofDynamic(ElfModel file, DynamicModel dynamic) {
    SymbolNames names = SymbolNames.of(file, dynamic);
    dynamic.relocations().forEach(table -> count(table, Optional.of(names), ""));
    dynamic.packedRelocations().forEach(table -> count(table, Optional.of(names), ""));
    dynamic
        .relr()
        .ifPresent(relr -> {
          long[] count = {0};
          relr.forEach(address -> count[0]++);
          counts.put("RELR", count[0]);
        });
  }

  private void ofSections(ElfModel file) {
    for (Section section : file.sections()) {
      if (section.content() instanceof Relocations table) {
        int target = section.header().info();
        boolean named = target > 0 && target < file.sections().size();
        String where = named ? " in ".concat(file.sections().get(target).name()) : "";
        count(table, names(file, section.header().link()), where);
      }
    }
  }

  private static Optional<SymbolNames> names(ElfModel file, int link) {
    return link > 0
            && link < file.sections().size()
            && file.sections().get(link).content() instanceof SymbolTable symbols
        ? Optional.of(new SymbolNames(file, symbols))
        : Optional.empty();
  }

  private void count(Relocations table, Optional<SymbolNames> names, String where) {
    Map<Key, Long> found = new TreeMap<>();
    table.forEach((_, type, symbol, addend) -> {
      boolean named = names.isPresent() && names.get().contains(symbol);
      boolean placed = !named || names.get().isSection(symbol);
      found.merge(new Key(type, named ? symbol : 0, placed ? 0 : addend), 1L, Long::sum);
    });
    found.forEach((key, count) -> counts.merge(name(key, names).concat(where), count, Long::sum));
  }

  private String name(Key key, Optional<SymbolNames> names) {
    String type = types.name(key.type());
    if (key.symbol() == 0 || names.isEmpty()) {
      return type;
    }
    String target = type.concat(" ").concat(names.get().of(key.symbol()));
    return key.addend() == 0
        ? target
        : target.concat(key.addend() < 0 ? "" : "+").concat(Long.toString(key.addend()));
  }
}
