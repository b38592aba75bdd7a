package dev.elfwright.abi.library;

import dev.elfwright.abi.type.Type;
import dev.elfwright.abi.type.TypeReader;
import dev.elfwright.abi.type.TypeTable;
import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.debug.DebugFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the ABI of a library. */
public final class LibraryReader {
  /** What linkers define in every file, or did. */
  private static final Set<String> LINKERS =
      Set.of("_init", "_fini", "_edata", "edata", "_end", "end", "__bss_start", "_etext", "etext");

  /** An array of 16 bytes has at least this alignment (AMD64 psABI, section 3.1.2). */
  private static final long X86_64_ARRAY = 16;

  private final ElfModel model;
  private final Optional<DynamicModel> dynamic;
  private final Optional<VersionTable> versions;
  private final List<Symbol> exported;

  private LibraryReader(ElfModel model, Optional<DynamicModel> dynamic, SymbolTable symbols) {
    this.model = model;
    this.dynamic = dynamic;
    this.versions = dynamic.flatMap(DynamicModel::versions);
    this.exported = exported(symbols);
  }

  /** A kernel, or a module of one. */
  private LibraryReader(ElfModel model, List<Symbol> exported) {
    this.model = model;
    this.dynamic = Optional.empty();
    this.versions = Optional.empty();
    this.exported = exported;
  }

  /**
   * Reads a library and, where it is to be found, its debugging information.
   *
   * @param debugFiles where debugging information lies that is not in the file
   * @throws IOException when a file cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when one is malformed, or the first is neither
   *     dynamic nor an object file
   */
  public static LibraryAbi read(Path file, DebugFiles debugFiles) throws IOException {
    return read(file, debugFiles, KernelTypes.NONE);
  }

  /**
   * Reads a library, a kernel or a module of a kernel and, where they are to be found, its types:
   * from DWARF, or without it, from BTF.
   *
   * @param debugFiles where debugging information lies that is not in the file
   * @param kernels where the types lie that a module builds on
   * @throws IOException when a file cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when one is malformed, or the first is neither
   *     dynamic nor an object file nor a kernel, or a module for another kernel
   */
  public static LibraryAbi read(Path file, DebugFiles debugFiles, KernelTypes kernels)
      throws IOException {
    ElfModel model = Elf.openShared(file);
    LibraryReader reader = of(model);
    try (DebuggingInformation debugging =
        DebuggingInformation.of(model, file, debugFiles, kernels)) {
      return reader.read(debugging);
    }
  }

  /**
   * Reads a kernel that is in memory, as what is booted has to be unpacked; types come from its
   * BTF.
   *
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed, or no kernel
   */
  public static LibraryAbi readKernel(ElfModel kernel) {
    List<Symbol> exported =
        KernelExports.of(kernel)
            .orElseThrow(() ->
                kernel.bytes().malformed(0, "__ksymtab_strings", "none: no kernel with modules"));
    return new LibraryReader(kernel, exported).read(DebuggingInformation.ofBtf(kernel));
  }

  /**
   * Reads what the symbols of a library tell, and nothing of its types.
   *
   * @throws IOException when the file cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed, or no dynamic library or
   *     program
   */
  public static LibraryAbi readSymbols(Path file) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      return of(model).read(DebuggingInformation.NONE);
    }
  }

  private static LibraryReader of(ElfModel model) {
    Optional<List<Symbol>> ofKernel = KernelExports.of(model);
    if (ofKernel.isPresent()) {
      return new LibraryReader(model, ofKernel.get());
    }
    Optional<DynamicModel> dynamic = model.dynamic();
    if (dynamic.isPresent()) {
      return new LibraryReader(model, dynamic, dynamic.get().symbols());
    }
    SymbolTable symbols =
        Optional.of(model)
            .filter(LibraryReader::isObject)
            .flatMap(ElfModel::symbols)
            .orElseThrow(() ->
                model
                    .bytes()
                    .malformed(
                        0, "PT_DYNAMIC", "none: neither a shared library nor an object file"));
    return new LibraryReader(model, Optional.empty(), symbols);
  }

  /** What a linker takes: its global symbols are what it offers, and it has no versions. */
  private static boolean isObject(ElfModel model) {
    return model.header().type() == FileType.REL;
  }

  private List<Symbol> exported(SymbolTable symbols) {
    List<Symbol> found = new ArrayList<>();
    for (int i = 1; i < symbols.count(); i++) {
      if (symbols.binding(i) != SymbolBinding.LOCAL
          && !symbols.isUndefined(i)
          && (symbols.visibility(i) == Symbol.VISIBILITY_DEFAULT
              || symbols.visibility(i) == Symbol.VISIBILITY_PROTECTED)
          && isOffered(i)) {
        Symbol symbol = symbols.symbol(i);
        if (!isVersion(symbol) && !LINKERS.contains(symbol.name())) {
          found.add(symbol);
        }
      }
    }
    return found;
  }

  /** A version index of 0 makes a symbol local. */
  private boolean isOffered(int symbol) {
    return versions
        .map(v -> (v.raw(symbol) & ~VersionTable.HIDDEN) != VersionTable.LOCAL)
        .orElse(true);
  }

  /** Linkers define each version as a symbol too. */
  private static boolean isVersion(Symbol symbol) {
    return symbol.isReserved()
        && symbol.sectionIndex() == Symbol.SECTION_ABSOLUTE
        && symbol.type() == SymbolType.OBJECT
        && symbol.size() == 0;
  }

  private LibraryAbi read(DebuggingInformation debugging) {
    TypeReader.Found found =
        debugging
            .dwarf()
            .map(d -> TypeReader.read(d, model, roots()))
            .or(() ->
                debugging
                    .btf()
                    .map(b -> TypeReader.read(b, model, new SourceNames(model, exported).all())))
            .orElse(new TypeReader.Found(TypeTable.EMPTY, Map.of(), Map.of()));
    List<ExportedSymbol> symbols = symbols(found);
    int typed = (int) symbols.stream().filter(ExportedSymbol::hasType).count();
    int typeable = (int) symbols.stream().filter(s -> s.kind() != SymbolKind.OTHER).count();
    return new LibraryAbi(
        model.toString(),
        model.header().machine(),
        model.bytes().is64(),
        dynamic.flatMap(DynamicModel::soname),
        dynamic.map(DynamicModel::needed).orElse(List.of()),
        definedVersions(),
        versions.isPresent(),
        dynamic.map(DynamicModel::isSymbolic).orElse(false),
        symbols,
        dynamic
            .map(d -> new ThreadLocalsReader(model, d).read())
            .orElse(new ThreadLocals(0, 1, Optional.empty())),
        RestartableSequences.of(model),
        found.types(),
        new Sight(debugging.origin(), typed, typeable - typed, debugging.missing()));
  }

  /** In an object file every section begins at 0, so that addresses say nothing. */
  private SymbolRoots roots() {
    return isObject(model)
        ? SymbolRoots.byName(exported)
        : SymbolRoots.byPlace(exported, model.header().machine());
  }

  private List<String> definedVersions() {
    return versions
        .map(v ->
            v.declared().values().stream()
                .filter(d -> d.from() instanceof SymbolVersion.Defined(boolean base) && !base)
                .map(SymbolVersion::name)
                .toList())
        .orElse(List.of());
  }

  private List<ExportedSymbol> symbols(TypeReader.Found found) {
    DataPlaces places = new DataPlaces(model);
    Map<String, ExportedSymbol> byName = new HashMap<>();
    for (int key = 0; key < exported.size(); key++) {
      ExportedSymbol symbol = symbol(key, found, places);
      byName.putIfAbsent(symbol.fullName(), symbol);
    }
    return byName.values().stream().sorted(Comparator.comparing(ExportedSymbol::fullName)).toList();
  }

  private ExportedSymbol symbol(int key, TypeReader.Found found, DataPlaces places) {
    Symbol symbol = exported.get(key);
    SymbolKind kind = SymbolKind.of(symbol.type());
    Optional<SymbolVersion> version =
        versions.flatMap(v -> Optional.ofNullable(v.version(symbol.index())));
    int type = found.byKey().getOrDefault(key, Type.VOID);
    boolean isVariable = kind == SymbolKind.DATA || kind == SymbolKind.THREAD_LOCAL;
    long apparent = isVariable ? places.apparentAlignment(symbol) : 0;
    long alignment =
        isVariable && type != Type.VOID
            ? Math.max(
                naturalAlignment(found.types(), type), found.alignments().getOrDefault(key, 1L))
            : apparent;
    return new ExportedSymbol(
        symbol.name(),
        version.map(SymbolVersion::name),
        version.map(v -> !v.hidden()).orElse(true),
        kind,
        symbol.binding(),
        symbol.visibility(),
        symbol.size(),
        alignment,
        apparent,
        places.protection(symbol),
        type);
  }

  private long naturalAlignment(TypeTable types, int type) {
    long natural = types.alignment(type);
    boolean isLargeArray =
        types.get(types.plain(type)) instanceof Type.Array
            && types.size(type) >= X86_64_ARRAY
            && model.header().machine() == Machine.X86_64;
    return isLargeArray ? Math.max(X86_64_ARRAY, natural) : natural;
  }
}
