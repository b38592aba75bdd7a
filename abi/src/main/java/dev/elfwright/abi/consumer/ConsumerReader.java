package dev.elfwright.abi.consumer;

import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.Protection;
import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding;
import dev.elfwright.link.scope.ReferenceClass;
import dev.elfwright.link.scope.Scope;
import dev.elfwright.machine.relocation.RelocationKind;
import dev.elfwright.machine.relocation.RelocationKinds;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads how files use one library. */
final class ConsumerReader {
  private final LibraryAbi library;
  private final Set<String> names;
  private final Optional<RelocationKinds> kinds;

  /**
   * A reader.
   *
   * @param names the symbols of the library that matter
   */
  ConsumerReader(LibraryAbi library, Set<String> names) {
    this.library = library;
    this.names = names;
    this.kinds = RelocationKinds.of(library.machine());
  }

  /** Whether a file is for the library's machine. */
  boolean isOfItsMachine(ElfModel model) {
    return model.header().machine() == library.machine() && model.bytes().is64() == library.is64();
  }

  /** Whether a program itself asks for the library. */
  boolean needsLibrary(LoadGraph graph) {
    return graph.program().dynamic().needed().stream().anyMatch(library::isNeededAs);
  }

  /**
   * How a program uses the library.
   *
   * @param scope what its references are looked up in
   * @param place what the library's name leads to; empty when that is missing
   * @throws dev.elfwright.elf.ElfFormatException when a file is malformed
   */
  Consumer read(Scope scope, Optional<LoadedObject> place) {
    return new Reading(scope, place).consumer();
  }

  private final class Reading {
    private final ElfModel model;
    private final DynamicModel dynamic;
    private final SymbolTable symbols;
    private final Optional<VersionTable> versions;
    private final Scope scope;
    private final LoadedObject program;
    private final Optional<LoadedObject> place;
    private final Map<Integer, Set<Use.Way>> ways = new HashMap<>();

    Reading(Scope scope, Optional<LoadedObject> place) {
      this.scope = scope;
      this.program = scope.graph().program();
      this.place = place;
      this.model = program.model();
      this.dynamic = program.dynamic();
      this.symbols = dynamic.symbols();
      this.versions = dynamic.versions();
    }

    Consumer consumer() {
      Stream.concat(dynamic.relocations().stream(), dynamic.packedRelocations().stream())
          .forEach(this::note);
      Map<String, Use> uses = new HashMap<>();
      Set<String> own = new HashSet<>();
      for (int i = 1; i < symbols.count(); i++) {
        Set<Use.Way> found = ways.getOrDefault(i, EnumSet.noneOf(Use.Way.class));
        boolean isCopy = found.contains(Use.Way.COPY);
        if (symbols.isUndefined(i) || isCopy) {
          String name = symbols.name(i);
          if (names.contains(name) && comesFromLibrary(i, isCopy)) {
            if (isCanonical(i)) {
              found.add(Use.Way.OWN_ADDRESS);
            }
            uses.put(name, use(i, name, found));
          }
        } else if (isVisible(i) && names.contains(symbols.name(i))) {
          own.add(symbols.name(i));
        }
      }
      return new Consumer(
          program.path(),
          new Consumer.Loading.AtStart(place.map(LoadedObject::path)),
          uses,
          neededVersions(),
          own,
          Optional.empty());
    }

    private void note(Relocations table) {
      table.forEach((_, type, symbol, _) -> {
        if (symbol != 0 && symbols.contains(symbol)) {
          way(type)
              .ifPresent(
                  way -> ways.computeIfAbsent(symbol, _ -> EnumSet.noneOf(Use.Way.class)).add(way));
        }
      });
    }

    private Optional<Use.Way> way(long type) {
      return kinds
          .flatMap(k -> k.find(type))
          .map(RelocationKind::role)
          .flatMap(role ->
              Optional.ofNullable(
                  switch (role) {
                    case JUMP_SLOT -> Use.Way.CALL;
                    case GLOB_DAT, ABSOLUTE -> Use.Way.ADDRESS;
                    case COPY -> Use.Way.COPY;
                    case TPOFF -> Use.Way.THREAD_OFFSET;
                    case DTPMOD, DTPOFF, TLSDESC -> Use.Way.THREAD_MODULE;
                    case STATIC, HINT, RELATIVE, IRELATIVE -> null;
                  }));
    }

    /**
     * Whether the library answers a reference: what another object answers first, is not its. What
     * nobody answers, is for the file that the version names, or any.
     */
    private boolean comesFromLibrary(int symbol, boolean isCopy) {
      ReferenceClass cls = isCopy ? ReferenceClass.COPY : ReferenceClass.JUMP_SLOT;
      return switch (scope.bind(program, symbol, cls)) {
        case Binding.Definition(LoadedObject object, _) ->
            place.isPresent() && object == place.get();
        case Binding.Unresolved _ -> isAskedOfLibrary(symbol);
      };
    }

    private boolean isAskedOfLibrary(int symbol) {
      SymbolVersion version = versions.map(v -> v.version(symbol)).orElse(null);
      return version == null
          || !(version.from() instanceof SymbolVersion.Needed(String file, _, _))
          || library.isNeededAs(file);
    }

    /** An undefined function with a value: the value is its address for all objects. */
    private boolean isCanonical(int symbol) {
      return symbols.isUndefined(symbol)
          && symbols.value(symbol) != 0
          && symbols.type(symbol) == SymbolType.FUNC;
    }

    private boolean isVisible(int symbol) {
      int visibility = symbols.visibility(symbol);
      return symbols.binding(symbol) != SymbolBinding.LOCAL
          && (visibility == Symbol.VISIBILITY_DEFAULT || visibility == Symbol.VISIBILITY_PROTECTED);
    }

    private Use use(int symbol, String name, Set<Use.Way> found) {
      Optional<Use.Copy> copy =
          found.contains(Use.Way.COPY)
              ? Optional.of(
                  new Use.Copy(
                      symbols.value(symbol),
                      symbols.size(symbol),
                      protection(symbols.value(symbol))))
              : Optional.empty();
      return new Use(
          name,
          versions.flatMap(v -> Optional.ofNullable(v.version(symbol))).map(SymbolVersion::name),
          symbols.binding(symbol) == SymbolBinding.WEAK && symbols.isUndefined(symbol),
          found,
          copy);
    }

    private Protection protection(long address) {
      if (model.segments(SegmentType.GNU_RELRO).anyMatch(s -> s.covers(address, 1))) {
        return Protection.RELRO;
      }
      boolean isWritable =
          model
              .segments(SegmentType.LOAD)
              .anyMatch(s -> s.covers(address, 1) && (s.flags() & Segment.WRITE) != 0);
      return isWritable ? Protection.WRITABLE : Protection.READ_ONLY;
    }

    private Set<String> neededVersions() {
      return versions
          .map(v ->
              v.declared().values().stream()
                  .filter(d ->
                      d.from() instanceof SymbolVersion.Needed(String file, boolean weak, _)
                          && !weak
                          && library.isNeededAs(file))
                  .map(SymbolVersion::name)
                  .collect(Collectors.toSet()))
          .orElse(Set.of());
    }
  }
}
