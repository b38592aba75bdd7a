package dev.elfwright.link.fuse;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.GnuHash;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.SysvHash;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic symbol table with its hash table and versions, ready to encode: first what ld.so
 * looks up, then what it may find, in the order of hash buckets (glibc elf/dl-lookup.c).
 *
 * <p>Everything looked up is weak, the versions too: should libc change so that something is gone,
 * ld.so still reaches the guard, which then runs the original.
 */
final class DynamicSymbols {
  /** Versions begin at 3: ld.so takes 2 for the default of an unversioned request. */
  private static final int FIRST_VERSION = 3;

  private final List<DynamicSymbol> imports = new ArrayList<>();
  private final Map<Target.Import, Integer> importIndex = new HashMap<>();
  private List<DynamicSymbol> exports = List.of();
  private int[] hashes = {};
  private int buckets = 1;
  private final Map<DynamicSymbol.Version, Integer> definitions = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> needs = new LinkedHashMap<>();

  void add(Target.Import i) {
    SymbolTable t = i.provider().dynamic().symbols();
    int type = t.type(i.symbol()) == SymbolType.TLS ? SymbolType.TLS : SymbolType.NOTYPE;
    SymbolVersion v =
        i.provider().dynamic().versions().map(x -> x.version(i.symbol())).orElse(null);
    boolean versioned = v != null && v.from() instanceof SymbolVersion.Defined(boolean b) && !b;
    imports.add(
        new DynamicSymbol(
            t.name(i.symbol()),
            SymbolBinding.WEAK << 4 | type,
            0,
            false,
            false,
            0,
            0,
            versioned && v != null
                ? new DynamicSymbol.Version(v.name(), Needs.nameOf(i.provider()))
                : null,
            false));
    importIndex.put(i, imports.size());
  }

  int indexOf(Target.Import i) {
    return requireNonNull(importIndex.get(i));
  }

  boolean contains(Target.Import i) {
    return importIndex.containsKey(i);
  }

  /** The index of an exported definition, 0 when there is none. */
  int indexOfExport(String name) {
    for (int i = 0; i < exports.size(); i++) {
      if (exports.get(i).name().equals(name)) {
        return firstExport() + i;
      }
    }
    return 0;
  }

  int firstExport() {
    return 1 + imports.size();
  }

  void setExports(Collection<DynamicSymbol> unsorted) {
    buckets = Math.max(1, unsorted.size() / 2) | 1;
    record Hashed(DynamicSymbol symbol, int hash, int bucket) {}
    List<Hashed> sorted =
        unsorted.stream()
            .map(s -> {
              int h = GnuHash.hash(s.name());
              return new Hashed(s, h, Integer.remainderUnsigned(h, buckets));
            })
            .sorted(java.util.Comparator.comparingInt(Hashed::bucket))
            .toList();
    exports = sorted.stream().map(Hashed::symbol).toList();
    hashes = sorted.stream().mapToInt(Hashed::hash).toArray();
    numberVersions();
  }

  private void numberVersions() {
    for (DynamicSymbol s : exports) {
      DynamicSymbol.Version v = s.version();
      if (v != null && v.file() == null) {
        definitions.putIfAbsent(v, FIRST_VERSION + definitions.size());
      }
    }
    int next = FIRST_VERSION + definitions.size();
    List<DynamicSymbol> all = new ArrayList<>(imports);
    all.addAll(exports);
    for (DynamicSymbol s : all) {
      DynamicSymbol.Version v = s.version();
      if (v != null && v.file() != null) {
        Map<String, Integer> ofFile = needs.computeIfAbsent(v.file(), _ -> new LinkedHashMap<>());
        if (!ofFile.containsKey(v.name())) {
          ofFile.put(v.name(), next++);
        }
      }
    }
  }

  int definitionCount() {
    return definitions.isEmpty() ? 0 : definitions.size() + 1;
  }

  int needCount() {
    return needs.size();
  }

  private int versionIndex(DynamicSymbol.@Nullable Version v) {
    if (v == null) {
      return VersionTable.GLOBAL;
    }
    if (v.file() == null) {
      return requireNonNull(definitions.get(v));
    }
    return requireNonNull(requireNonNull(needs.get(v.file())).get(v.name()));
  }

  /** Elf64_Sym entries; section indices only tell defined from undefined, and absolute. */
  byte[] encodeSymbols(Strings strings, int definedSection) {
    ByteTable out = new ByteTable(0, 24 * (1 + imports.size() + exports.size()));
    out.put64(0).put64(0).put64(0);
    for (List<DynamicSymbol> list : List.of(imports, exports)) {
      for (DynamicSymbol s : list) {
        int section = s.absolute() ? 0xfff1 : s.defined() ? definedSection : 0;
        out.put32(strings.add(s.name())).put8(s.info()).put8(s.other()).put16(section);
        out.put64(s.value()).put64(s.size());
      }
    }
    return out.toArray();
  }

  byte[] encodeVersions() {
    ByteTable out = new ByteTable(0, 2 * (1 + imports.size() + exports.size()));
    out.put16(0);
    imports.forEach(s -> out.put16(versionIndex(s.version())));
    exports.forEach(
        s -> out.put16(versionIndex(s.version()) | (s.hidden() ? VersionTable.HIDDEN : 0)));
    return out.toArray();
  }

  /** LSB Core, "Symbol Versioning": Elf_Verdef of 20 bytes, each with one Elf_Verdaux of 8. */
  byte[] encodeDefinitions(Strings strings, String fileName) {
    ByteTable out = new ByteTable(0);
    if (definitions.isEmpty()) {
      return out.toArray();
    }
    definition(out, strings, fileName, 1, 1, false);
    int left = definitions.size();
    for (Map.Entry<DynamicSymbol.Version, Integer> d : definitions.entrySet()) {
      definition(out, strings, d.getKey().name(), d.getValue(), 0, --left == 0);
    }
    return out.toArray();
  }

  private static void definition(
      ByteTable out, Strings strings, String name, int index, int flags, boolean last) {
    out.put16(1).put16(flags).put16(index).put16(1).put32(SysvHash.hash(name)).put32(20);
    out.put32(last ? 0 : 28).put32(strings.add(name)).put32(0);
  }

  /** Elf_Verneed of 16 bytes a file, followed by its Elf_Vernaux of 16 bytes each. */
  byte[] encodeNeeds(Strings strings) {
    ByteTable out = new ByteTable(0);
    int files = needs.size();
    for (Map.Entry<String, Map<String, Integer>> f : needs.entrySet()) {
      int versions = f.getValue().size();
      out.put16(1).put16(versions).put32(strings.add(f.getKey())).put32(16);
      out.put32(--files == 0 ? 0 : 16 + 16L * versions);
      for (Map.Entry<String, Integer> v : f.getValue().entrySet()) {
        out.put32(SysvHash.hash(v.getKey())).put16(2).put16(v.getValue());
        out.put32(strings.add(v.getKey())).put32(--versions == 0 ? 0 : 16);
      }
    }
    return out.toArray();
  }

  /** Two bloom bits a symbol in about 16 bits each: the filter that most lookups end at. */
  byte[] encodeHash() {
    int words = Integer.highestOneBit(Math.max(1, exports.size() / 4)) * 2;
    int shift = 26;
    long[] bloom = new long[words];
    int[] bucket = new int[buckets];
    int[] chain = new int[exports.size()];
    for (int i = 0; i < chain.length; i++) {
      int h = hashes[i];
      bloom[(h >>> 6) & words - 1] |= 1L << h | 1L << (h >>> shift);
      int b = Integer.remainderUnsigned(h, buckets);
      if (bucket[b] == 0) {
        bucket[b] = firstExport() + i;
      }
      boolean last =
          i + 1 == chain.length || Integer.remainderUnsigned(hashes[i + 1], buckets) != b;
      chain[i] = last ? h | 1 : h & ~1;
    }
    ByteTable out = new ByteTable(0, 16 + 8 * words + 4 * (buckets + chain.length));
    out.put32(buckets).put32(firstExport()).put32(words).put32(shift);
    for (long w : bloom) {
      out.put64(w);
    }
    for (int b : bucket) {
      out.put32(b);
    }
    for (int c : chain) {
      out.put32(c);
    }
    return out.toArray();
  }
}
