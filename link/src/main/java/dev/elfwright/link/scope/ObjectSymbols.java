package dev.elfwright.link.scope;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.GnuHash;
import dev.elfwright.elf.SymbolHash;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SysvHash;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a look-up sees of one file, whoever loads it: its symbols, names and versions, and its hash
 * table. Each is read when it is first asked for, for most files of a search answer nothing.
 */
final class ObjectSymbols {
  private final DynamicModel dynamic;
  private final Optional<SymbolHash> hash;
  private final Supplier<Names> names;
  private final Supplier<Versions> versions;

  ObjectSymbols(ElfModel model, DynamicModel dynamic, VersionNames versionNames) {
    this.dynamic = dynamic;
    this.hash = dynamic.hash();
    this.names = new Once<>(() -> new Names(model, dynamic.strings()));
    this.versions = new Once<>(() -> new Versions(dynamic.versions(), versionNames));
  }

  SymbolTable symbols() {
    return dynamic.symbols();
  }

  Names names() {
    return names.get();
  }

  Versions versions() {
    return versions.get();
  }

  Optional<SymbolHash> hash() {
    return hash;
  }

  /** The symbols that a look-up can find, in the order in which it meets those of one name. */
  int[] covered() {
    return switch (hash.orElse(null)) {
      case null -> new int[0];
      case GnuHash gnu -> coveredBy(gnu);
      case SysvHash sysv -> coveredBy(sysv);
    };
  }

  private static int[] coveredBy(GnuHash hash) {
    int first = hash.firstSymbol();
    int[] found = new int[Math.max(0, hash.symbolCount() - first)];
    Arrays.setAll(found, i -> first + i);
    return found;
  }

  private static int[] coveredBy(SysvHash hash) {
    int[] found = new int[hash.symbolCount()];
    int[] count = new int[1];
    hash.forEach(symbol -> found[count[0]++] = symbol);
    return Arrays.copyOf(found, count[0]);
  }

  /** The GNU hash of a covered symbol's name, without bit 0. */
  int hashOf(int symbol) {
    return hash.orElse(null) instanceof GnuHash gnu
        ? gnu.hashOf(symbol)
        : names().hash(symbols().nameOffset(symbol)) & ~1;
  }

  /** A value that is made when it is first asked for. Threads may race: all make the same. */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T made;

    Once(Supplier<T> maker) {
      this.maker = maker;
    }

    @Override
    public T get() {
      T known = made;
      if (known == null) {
        known = maker.get();
        made = known;
      }
      return known;
    }
  }
}
