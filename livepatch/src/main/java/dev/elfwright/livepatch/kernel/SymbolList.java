package dev.elfwright.livepatch.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Symbols in the order in which they were added, with their positions counted. */
final class SymbolList implements KernelSymbols {
  private final String object;
  private final List<KernelSymbol> all;
  private final Map<String, List<KernelSymbol>> byName;

  private SymbolList(
      String object, List<KernelSymbol> all, Map<String, List<KernelSymbol>> byName) {
    this.object = object;
    this.all = all;
    this.byName = byName;
  }

  /** Takes symbols in the kernel's order. */
  static final class Counter {
    private record Raw(String name, char type, int section, long address) {}

    private final List<Raw> raw = new ArrayList<>();
    private final Map<String, Integer> total = new HashMap<>();

    void add(String name, char type, int section, long address) {
      raw.add(new Raw(name, type, section, address));
      total.merge(name, 1, Integer::sum);
    }

    KernelSymbols of(String object) {
      Map<String, List<KernelSymbol>> byName = HashMap.newHashMap(total.size());
      List<KernelSymbol> all = new ArrayList<>(raw.size());
      for (Raw r : raw) {
        int namesakes = total.getOrDefault(r.name, 1);
        List<KernelSymbol> same = byName.computeIfAbsent(r.name, n -> new ArrayList<>(namesakes));
        KernelSymbol symbol =
            new KernelSymbol(r.name, r.type, r.section, r.address, same.size() + 1, namesakes);
        same.add(symbol);
        all.add(symbol);
      }
      return new SymbolList(object, List.copyOf(all), byName);
    }
  }

  @Override
  public String object() {
    return object;
  }

  @Override
  public List<KernelSymbol> all() {
    return all;
  }

  @Override
  public List<KernelSymbol> named(String name) {
    return List.copyOf(byName.getOrDefault(name, List.of()));
  }
}
