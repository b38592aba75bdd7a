package dev.elfwright.cli.link;

import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding;
import dev.elfwright.link.scope.ReferenceClass;
import dev.elfwright.link.scope.ResolvedReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One reference, as {@code link resolve} shows it.
 *
 * @param from the file that refers
 * @param symbol the name
 * @param version the version that is asked for
 * @param kind what kind of definition the relocation may have
 * @param file the file that has the definition
 * @param definedVersion the version that the definition has
 * @param weak whether the reference may stay without a definition
 */
record ResolvedEntry(
    Path from,
    String symbol,
    Optional<String> version,
    ReferenceClass kind,
    Optional<Path> file,
    Optional<String> definedVersion,
    boolean weak) {

  static ResolvedEntry of(ResolvedReference r) {
    Optional<String> asked = Optional.ofNullable(r.version());
    return switch (r.binding()) {
      case Binding.Definition(var object, int symbol) ->
          new ResolvedEntry(
              r.from().path(),
              r.name(),
              asked,
              r.cls(),
              Optional.of(object.path()),
              versionOf(object, symbol),
              false);
      case Binding.Unresolved(_, _, boolean weak) ->
          new ResolvedEntry(
              r.from().path(), r.name(), asked, r.cls(), Optional.empty(), Optional.empty(), weak);
    };
  }

  private static Optional<String> versionOf(LoadedObject object, int symbol) {
    return object.dynamic().versions().map(v -> v.version(symbol)).map(SymbolVersion::name);
  }

  /** Whether the program could not start, or would end when it gets there. */
  boolean isUndefined() {
    return file.isEmpty() && !weak;
  }

  String line() {
    String asked = symbol + version.map(v -> "@" + v).orElse("");
    String found =
        file.map(f -> f + definedVersion.map(v -> " (" + v + ")").orElse(""))
            .orElse(weak ? "nothing, and may (weak)" : "UNDEFINED");
    return asked + " => " + found + (kind == ReferenceClass.COPY ? ", copied" : "");
  }
}
