package dev.elfwright.abi.library;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The names that the source may have for exported symbols. Second names stand for the same code;
 * and what is exported as {@code f@V1} is called otherwise in the source, which the file's full
 * symbol table knows if it was not stripped. Of two functions of a name, pahole may write either.
 */
final class SourceNames {
  /** Of one place, however many symbols there are for it. */
  private static final int MOST_NAMES = 256;

  /** A section too, for in object files all of them begin at address 0. */
  private record Place(int section, long address) {
    static Place of(Symbol symbol) {
      return new Place(symbol.sectionIndex(), symbol.value());
    }
  }

  private final List<Symbol> exported;
  private final Map<Place, Set<String>> names = new HashMap<>();
  private final Map<String, Set<Place>> places = new HashMap<>();

  SourceNames(ElfModel model, List<Symbol> exported) {
    this.exported = exported;
    Optional<SymbolTable> full = model.symbols();
    if (full.isPresent()) {
      SymbolTable symbols = full.get();
      IntStream.range(1, symbols.count()).mapToObj(symbols::symbol).forEach(this::add);
    } else {
      exported.forEach(s -> add(s, s.name()));
    }
  }

  /** Linkers add versions here: two signs before the one that programs are linked with. */
  private void add(Symbol symbol) {
    int version = symbol.name().indexOf('@');
    if (version < 0) {
      add(symbol, symbol.name());
    } else if (symbol.name().startsWith("@@", version)) {
      add(symbol, symbol.name().substring(0, version));
    }
  }

  private void add(Symbol symbol, String name) {
    boolean hasPlace =
        symbol.type() == SymbolType.FUNC
            || symbol.type() == SymbolType.GNU_IFUNC
            || symbol.type() == SymbolType.OBJECT;
    if (hasPlace && symbol.sectionIndex() != 0) {
      Place place = Place.of(symbol);
      Set<String> here = names.computeIfAbsent(place, _ -> new LinkedHashSet<>());
      if (here.size() < MOST_NAMES) {
        here.add(name);
      }
      places.computeIfAbsent(name, _ -> new HashSet<>()).add(place);
    }
  }

  /** For each symbol in order, its own name first; names that other places have too left out. */
  List<List<String>> all() {
    return exported.stream().map(this::of).toList();
  }

  private List<String> of(Symbol symbol) {
    Place place = Place.of(symbol);
    return Stream.concat(Stream.of(symbol.name()), names.getOrDefault(place, Set.of()).stream())
        .distinct()
        .filter(n -> places.getOrDefault(n, Set.of(place)).equals(Set.of(place)))
        .toList();
  }
}
