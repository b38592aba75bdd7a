package dev.elfwright.link.image;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.FieldWriter;
import dev.elfwright.elf.write.GnuHashWriter;
import dev.elfwright.elf.write.StringTableBuilder;
import dev.elfwright.elf.write.SysvHashWriter;
import dev.elfwright.elf.write.VersionDefinition;
import dev.elfwright.elf.write.VersionNeed;
import dev.elfwright.link.refusal.ObjectLinkException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbols that the loader sees: the null symbol, what other files define, then what they find
 * in this one in the order that the GNU hash table wants: exports, copies, and functions whose
 * address is here.
 */
final class DynamicSymbols {
  private static final int FIRST_VERSION = 2;

  private final ImageOptions options;
  private final List<ImportedSymbol> imports;
  private final List<Meaning> exports;
  private final DirectReferences direct;
  private final GnuHashWriter hash;
  private final Map<Meaning, Integer> indexes = new HashMap<>();
  private final Map<String, Integer> definitionIndexes = new HashMap<>();
  private final List<VersionDefinition> definitions = new ArrayList<>();
  private final List<VersionNeed> needs = new ArrayList<>();
  private final Map<VersionName, Integer> needIndexes = new HashMap<>();

  private record VersionName(String library, String version) {}

  DynamicSymbols(
      ImageOptions options,
      Globals globals,
      Exports exported,
      DirectReferences direct,
      boolean packedRelative) {
    this.options = options;
    this.direct = direct;
    this.imports = new ArrayList<>(globals.imported());
    imports.removeIf(i -> direct.contains(new Meaning.Imported(i.name())));
    List<Meaning> unordered = new ArrayList<>(exported.inOrder());
    direct.symbols().forEach(s -> unordered.add(new Meaning.Imported(s.name())));
    this.hash = GnuHashWriter.of(unordered.stream().map(Meaning::name).toList());
    this.exports = hash.order().stream().map(unordered::get).toList();
    int next = 1;
    for (ImportedSymbol i : imports) {
      indexes.put(new Meaning.Imported(i.name()), next++);
    }
    for (Meaning m : exports) {
      indexes.put(m, next++);
    }
    number(packedRelative);
  }

  /** Definitions get the first indexes; 1 is the file itself. */
  private void number(boolean packedRelative) {
    int next = FIRST_VERSION;
    if (!options.versions().isEmpty()) {
      definitions.add(new VersionDefinition(options.name(), VersionDefinition.BASE, 1, List.of()));
    }
    String previous = null;
    for (Map.Entry<String, List<String>> e : options.versions().entrySet()) {
      List<String> parents = previous == null ? List.of() : List.of(previous);
      definitions.add(new VersionDefinition(e.getKey(), 0, next, parents));
      for (String symbol : e.getValue()) {
        if (definitionIndexes.put(symbol, next) != null) {
          throw new ObjectLinkException(
              "%s: symbol '%s' is given two versions".formatted(options.name(), symbol));
        }
      }
      previous = e.getKey();
      next++;
    }
    Map<String, List<VersionNeed.Version>> byLibrary = new LinkedHashMap<>();
    List<ImportedSymbol> ofLibraries = new ArrayList<>(imports);
    ofLibraries.addAll(direct.symbols());
    for (ImportedSymbol i : ofLibraries) {
      String library = i.library();
      String version = i.version();
      if (library != null && version != null) {
        VersionName name = new VersionName(library, version);
        if (needIndexes.putIfAbsent(name, next) == null) {
          byLibrary
              .computeIfAbsent(library, _ -> new ArrayList<>())
              .add(new VersionNeed.Version(version, 0, next++));
        }
      }
    }
    // glibc from 2.36 on refuses packed relocations without it (elf/dl-version.c).
    List<VersionNeed.Version> libc = byLibrary.get("libc.so.6");
    if (packedRelative && libc != null) {
      libc.add(new VersionNeed.Version("GLIBC_ABI_DT_RELR", 0, next));
    }
    byLibrary.forEach((library, versions) -> needs.add(new VersionNeed(library, versions)));
  }

  void addNames(StringTableBuilder names) {
    imports.forEach(i -> names.add(i.name()));
    exports.forEach(m -> names.add(m.name()));
    VersionDefinition.addNames(definitions, names);
    VersionNeed.addNames(needs, names);
  }

  int count() {
    return 1 + imports.size() + exports.size();
  }

  int indexOf(Meaning m) {
    return m instanceof Meaning.Nothing ? 0 : requireNonNull(indexes.get(m));
  }

  int definitionCount() {
    return definitions.size();
  }

  int needCount() {
    return needs.size();
  }

  /** All symbols, once addresses are known. */
  List<Symbol> symbols(Addresses addresses) {
    List<Symbol> all = new ArrayList<>();
    all.add(new Symbol(0, "", 0, 0, 0, 0, 0, 0));
    imports.forEach(i -> all.add(new Symbol(0, i.name(), i.binding(), i.type(), 0, 0, 0, 0)));
    exports.forEach(m -> all.add(addresses.symbol(m)));
    return all;
  }

  /** The sections, in which everything that depends on addresses is still missing. */
  List<OutputSection> sections(StringTableBuilder names, OutputSection symbols) {
    List<OutputSection> all = new ArrayList<>();
    boolean is64 = options.target().is64();
    symbols.size = (long) count() * SymbolTable.entrySize(is64);
    symbols.info = 1;
    OutputSection gnu = OutputSection.table(".gnu.hash", SectionType.GNU_HASH, 8, 0);
    gnu.content(hash.encode(1 + imports.size(), is64, options.target().order()));
    OutputSection sysv = OutputSection.table(".hash", SectionType.HASH, 8, 4);
    sysv.content(SysvHashWriter.encode(namesOnly(), 4, options.target().order()));
    all.add(gnu);
    all.add(sysv);
    if (!definitions.isEmpty() || !needs.isEmpty()) {
      OutputSection versions = OutputSection.table(".gnu.version", SectionType.GNU_VERSYM, 2, 2);
      versions.content(versions());
      all.add(versions);
    }
    all.forEach(s -> s.link = symbols);
    if (!definitions.isEmpty()) {
      OutputSection s = OutputSection.table(".gnu.version_d", SectionType.GNU_VERDEF, 8, 0);
      s.content(VersionDefinition.encode(definitions, names, options.target().order()));
      s.info = definitions.size();
      all.add(s);
    }
    if (!needs.isEmpty()) {
      OutputSection s = OutputSection.table(".gnu.version_r", SectionType.GNU_VERNEED, 8, 0);
      s.content(VersionNeed.encode(needs, names, options.target().order()));
      s.info = needs.size();
      all.add(s);
    }
    return all;
  }

  /** Hash tables depend on names and binding only. */
  private List<Symbol> namesOnly() {
    List<Symbol> all = new ArrayList<>();
    all.add(new Symbol(0, "", 0, 0, 0, 0, 0, 0));
    imports.forEach(i -> all.add(new Symbol(0, i.name(), i.binding(), 0, 0, 0, 0, 0)));
    exports.forEach(m -> all.add(new Symbol(0, m.name(), SymbolBinding.GLOBAL, 0, 0, 1, 0, 0)));
    return all;
  }

  /** versym: two bytes a symbol. */
  private MemorySegment versions() {
    MemorySegment out = Arena.ofAuto().allocate(2L * count());
    FieldWriter w = new FieldWriter(out, 0, options.target().is64(), options.target().order());
    w.u16(VersionTable.LOCAL, "versym");
    imports.forEach(i -> w.u16(needIndex(i), "versym"));
    for (Meaning m : exports) {
      ImportedSymbol shared = direct.symbolOf(m);
      int index =
          shared != null
              ? needIndex(shared)
              : definitionIndexes.getOrDefault(m.name(), VersionTable.GLOBAL);
      w.u16(index, "versym");
    }
    return out;
  }

  private int needIndex(ImportedSymbol i) {
    String library = i.library();
    String version = i.version();
    return library == null || version == null
        ? VersionTable.GLOBAL
        : requireNonNull(needIndexes.get(new VersionName(library, version)));
  }

  static MemorySegment encode(
      List<Symbol> symbols, StringTableBuilder names, ImageOptions options) {
    return new ElfEncoder(
            options.target().is64(), options.target().order(), options.machine().number())
        .symbols(symbols, s -> s.name().isEmpty() ? 0 : names.offsetOf(s.name()));
  }
}
