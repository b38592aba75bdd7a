package dev.elfwright.natives.model;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolVisibility;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes plain values of one ELF file, from what a loader reads: no section headers. */
final class LibraryReader {
  /** Where nothing is loaded, any page will do. */
  private static final long ANY_PAGE = 1L << 62;

  private final ElfModel model;
  private final Optional<DynamicModel> dynamic;
  private final List<Import> imports = new ArrayList<>();
  private final Set<String> exports = new LinkedHashSet<>();
  private final Map<Import.Version, List<String>> users = new LinkedHashMap<>();

  /** Names that a hostile file lets many symbols share would cost their length each time. */
  private long namesLeft;

  private LibraryReader(ElfModel model) {
    this.model = model;
    this.dynamic = model.dynamic();
    this.namesLeft = 16 * model.contents().byteSize();
  }

  /** The library or program, or empty for object files and files of debugging information. */
  static Optional<NativeLibrary> read(String place, MemorySegment bytes) {
    try (ElfModel model = Elf.parse(place, bytes)) {
      LibraryReader reader = new LibraryReader(model);
      boolean loadable =
          switch (model.header().type()) {
            case FileType.EXEC -> true;
            case FileType.DYN -> reader.dynamic.isPresent();
            default -> false;
          };
      return loadable ? Optional.of(reader.library()) : Optional.empty();
    }
  }

  private NativeLibrary library() {
    Optional<VersionTable> versions = dynamic.flatMap(DynamicModel::versions);
    dynamic.ifPresent(d -> readSymbols(d.symbols(), versions));
    Linkage linkage = linkage();
    List<NeededVersion> needed = neededVersions(versions);
    return new NativeLibrary(
        model.file(),
        target(),
        LibcDetector.of(model, linkage, needed),
        linkage,
        hardening(),
        largestPage(),
        List.copyOf(imports),
        needed,
        definedVersions(versions),
        exports);
  }

  private Target target() {
    FileHeader h = model.header();
    return new Target(
        h.machine(), h.is64() ? 64 : 32, h.order() == ByteOrder.BIG_ENDIAN, h.osAbi());
  }

  private Linkage linkage() {
    return new Linkage(
        dynamic.flatMap(DynamicModel::soname),
        dynamic.map(DynamicModel::needed).orElse(List.of()),
        folders(dynamic.flatMap(DynamicModel::rpath)),
        folders(dynamic.flatMap(DynamicModel::runpath)),
        model.interpreter());
  }

  private static List<String> folders(Optional<String> path) {
    return path.filter(p -> !p.isEmpty()).map(p -> List.of(p.split(":", -1))).orElse(List.of());
  }

  private Hardening hardening() {
    return new Hardening(
        stack(),
        model.segments(SegmentType.GNU_RELRO).findAny().isPresent(),
        dynamic.filter(LibraryReader::bindsNow).isPresent(),
        dynamic.filter(DynamicModel::hasTextRelocations).isPresent());
  }

  private Hardening.Stack stack() {
    return model
        .segments(SegmentType.GNU_STACK)
        .findFirst()
        .map(s ->
            (s.flags() & Segment.EXECUTE) == 0 ? Hardening.Stack.DATA : Hardening.Stack.EXECUTABLE)
        .orElse(Hardening.Stack.UNSTATED);
  }

  private static boolean bindsNow(DynamicModel d) {
    return d.value(DynamicTag.BIND_NOW).isPresent()
        || (d.flags() & DynamicTag.DF_BIND_NOW) != 0
        || (d.flags1() & DynamicTag.DF_1_NOW) != 0;
  }

  /**
   * A page can be mapped when address and offset agree modulo its size (gABI, "Program Loading"),
   * and two segments with different rights do not share one: p_align promises both.
   */
  private long largestPage() {
    return model
        .segments(SegmentType.LOAD)
        .mapToLong(s -> {
          long agree = Long.lowestOneBit(s.address() - s.offset());
          long aligned = Math.max(1, Long.highestOneBit(s.alignment()));
          return agree == 0 ? aligned : Math.min(agree, aligned);
        })
        .filter(page -> page > 0)
        .min()
        .orElse(ANY_PAGE);
  }

  private void readSymbols(SymbolTable symbols, Optional<VersionTable> versions) {
    for (int i = 1; i < symbols.count(); i++) {
      int binding = symbols.binding(i);
      if (binding == SymbolBinding.LOCAL) {
        continue;
      }
      String name = symbols.name(i);
      if (name.isEmpty()) {
        continue; // on SPARC: a register that the library uses, STT_SPARC_REGISTER
      }
      namesLeft -= name.length();
      if (namesLeft < 0) {
        throw model.bytes().malformed(0, "DT_SYMTAB", "symbols share their names");
      }
      if (symbols.isUndefined(i)) {
        addImport(name, binding, versions, i);
      } else if (isVisible(symbols.visibility(i))) {
        exports.add(name);
      }
    }
  }

  private static boolean isVisible(int visibility) {
    return visibility == SymbolVisibility.DEFAULT || visibility == SymbolVisibility.PROTECTED;
  }

  private void addImport(String name, int binding, Optional<VersionTable> versions, int symbol) {
    Optional<Import.Version> version =
        versions
            .map(v -> v.version(symbol))
            .filter(v -> v.from() instanceof SymbolVersion.Needed)
            .map(v -> new Import.Version(v.name(), ((SymbolVersion.Needed) v.from()).file()));
    imports.add(new Import(name, binding == SymbolBinding.WEAK, version));
    version.ifPresent(v -> users.computeIfAbsent(v, _ -> new ArrayList<>()).add(name));
  }

  private List<NeededVersion> neededVersions(Optional<VersionTable> versions) {
    List<NeededVersion> needed = new ArrayList<>();
    for (SymbolVersion v : versions.map(VersionTable::declared).orElse(Map.of()).values()) {
      if (v.from() instanceof SymbolVersion.Needed(var file, var weak, _)) {
        List<String> symbols = users.getOrDefault(new Import.Version(v.name(), file), List.of());
        needed.add(new NeededVersion(v.name(), file, weak, List.copyOf(symbols)));
      }
    }
    return List.copyOf(needed);
  }

  private static Set<String> definedVersions(Optional<VersionTable> versions) {
    Set<String> defined = new LinkedHashSet<>();
    for (SymbolVersion v : versions.map(VersionTable::declared).orElse(Map.of()).values()) {
      if (v.from() instanceof SymbolVersion.Defined) {
        defined.add(v.name());
      }
    }
    return defined;
  }
}
