package dev.elfwright.link.image;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.refusal.ObjectLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The libraries that the file will need (DT_NEEDED), and what they are known to define. */
final class NeededLibraries {
  private final Set<String> sonames = new LinkedHashSet<>();
  private final Map<String, ImportedSymbol> known = new HashMap<>();

  List<String> sonames() {
    return new ArrayList<>(sonames);
  }

  void add(String soname) {
    sonames.add(soname);
  }

  void add(String soname, @Nullable String version, String symbol) {
    sonames.add(soname);
    put(new ImportedSymbol(symbol, soname, version, SymbolBinding.GLOBAL, SymbolType.NOTYPE, null));
  }

  void leaveUndefined(String symbol) {
    put(new ImportedSymbol(symbol, null, null, SymbolBinding.GLOBAL, SymbolType.NOTYPE, null));
  }

  private void put(ImportedSymbol symbol) {
    known.putIfAbsent(symbol.name(), symbol);
  }

  /** Knows what a library defines; of several versions of a symbol, the default one. */
  void add(ElfModel library) {
    DynamicModel dynamic =
        library
            .dynamic()
            .orElseThrow(() -> new ObjectLinkException(library.file() + ": it is no library"));
    Path file = requireNonNull(Path.of(library.file()).getFileName());
    String soname = dynamic.soname().orElse(file.toString());
    sonames.add(soname);
    for (Symbol s : dynamic.symbols().asList()) {
      if (s.isUndefined() || s.binding() == SymbolBinding.LOCAL || s.name().isEmpty()) {
        continue;
      }
      SymbolVersion version = dynamic.versions().map(v -> v.version(s.index())).orElse(null);
      if (version == null || !version.hidden()) {
        int type = s.type() == SymbolType.GNU_IFUNC ? SymbolType.FUNC : s.type();
        String name = version == null ? null : version.name();
        put(new ImportedSymbol(s.name(), soname, name, SymbolBinding.GLOBAL, type, variable(s)));
      }
    }
  }

  /** A library goes on using its own variable if that is protected. */
  private static @Nullable Variable variable(Symbol s) {
    boolean mayBeCopied =
        s.type() == SymbolType.OBJECT
            && s.size() > 0
            && s.visibility() == Symbol.VISIBILITY_DEFAULT
            && !s.isReserved();
    return mayBeCopied ? Variable.at(s.value(), s.size()) : null;
  }

  /** All names of a variable, such as {@code environ} and {@code __environ}. */
  List<ImportedSymbol> namesOf(ImportedSymbol symbol, Variable variable) {
    return known.values().stream()
        .filter(s -> Objects.equals(s.library(), symbol.library()))
        .filter(s -> variable.equals(s.variable()))
        .sorted(Comparator.comparing(ImportedSymbol::name))
        .toList();
  }

  @Nullable ImportedSymbol find(String symbol) {
    return known.get(symbol);
  }
}
