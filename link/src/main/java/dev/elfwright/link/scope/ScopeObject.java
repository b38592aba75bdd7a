package dev.elfwright.link.scope;

import dev.elfwright.elf.GnuHash;
import dev.elfwright.elf.SymbolHash;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SysvHash;
import dev.elfwright.link.graph.LoadedObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One object as the look-up sees it: its symbols, names and versions, and what its hash table
 * covers.
 */
final class ScopeObject {
  private final LoadedObject object;
  private final SymbolTable symbols;
  private final Names names;
  private final Versions versions;
  private final boolean symbolic;
  private final int[] covered;
  private final int[] hashes;
  private final @Nullable Binding[] calls;
  private final @Nullable Binding[] copies;
  private final @Nullable Binding[] others;

  ScopeObject(LoadedObject object, VersionNames versionNames) {
    this.object = object;
    this.symbols = object.dynamic().symbols();
    this.names = new Names(object.model(), object.dynamic().strings());
    this.versions = new Versions(object.dynamic().versions(), versionNames);
    this.symbolic = object.dynamic().isSymbolic();
    this.calls = new Binding[symbols.count()];
    this.copies = new Binding[symbols.count()];
    this.others = new Binding[symbols.count()];
    SymbolHash hash = object.dynamic().hash().orElse(null);
    this.covered =
        switch (hash) {
          case null -> new int[0];
          case GnuHash gnu -> coveredBy(gnu);
          case SysvHash sysv -> coveredBy(sysv);
        };
    this.hashes = new int[covered.length];
    for (int i = 0; i < covered.length; i++) {
      hashes[i] =
          hash instanceof GnuHash gnu
              ? gnu.hashOf(covered[i])
              : names.hash(symbols.nameOffset(covered[i])) & ~1;
    }
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

  LoadedObject object() {
    return object;
  }

  SymbolTable symbols() {
    return symbols;
  }

  Names names() {
    return names;
  }

  Versions versions() {
    return versions;
  }

  /** Whether the object looks into itself first: DT_SYMBOLIC. */
  boolean symbolic() {
    return symbolic;
  }

  /** The symbols that a look-up can find, in the order in which it meets those of one name. */
  int[] covered() {
    return covered;
  }

  /** The GNU hash of each covered symbol's name, without bit 0. */
  int[] hashes() {
    return hashes;
  }

  /** What has been found before for references of a class. Threads may race: all find the same. */
  @Nullable Binding[] bound(ReferenceClass cls) {
    return switch (cls) {
      case JUMP_SLOT -> calls;
      case COPY -> copies;
      case OTHER -> others;
    };
  }
}
