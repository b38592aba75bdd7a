package dev.elfwright.abi.diff;

import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.Protection;
import dev.elfwright.abi.library.SymbolKind;
import dev.elfwright.elf.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what the symbols of two builds tell; needs no debugging information. */
final class SymbolComparison {
  private final LibraryAbi before;
  private final LibraryAbi after;
  private final Exports then;
  private final Exports now;
  private final List<Change> changes = new ArrayList<>();

  SymbolComparison(LibraryAbi before, LibraryAbi after) {
    this.before = before;
    this.after = after;
    this.then = new Exports(before);
    this.now = new Exports(after);
  }

  /**
   * A symbol before, and what a program that was linked against it gets now.
   *
   * @param before the old definition
   * @param after the new one
   */
  record Pair(ExportedSymbol before, ExportedSymbol after) {}

  /** Symbols that are there before and after. */
  List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (ExportedSymbol old : before.symbols()) {
      successor(old).ifPresent(s -> pairs.add(new Pair(old, s)));
    }
    return pairs;
  }

  /** By name and version; without versions on one of the sides, by what the loader takes. */
  private Optional<ExportedSymbol> successor(ExportedSymbol old) {
    Optional<ExportedSymbol> exact = now.find(old.name(), old.version());
    if (exact.isPresent()) {
      return exact;
    }
    if (!now.answer(old.name(), old.version())) {
      return Optional.empty();
    }
    List<ExportedSymbol> named = now.named(old.name());
    return named.stream()
        .filter(s -> s.version().isEmpty())
        .findFirst()
        .or(() -> named.stream().filter(ExportedSymbol::isDefault).findFirst())
        .or(() -> named.stream().findFirst());
  }

  List<Change> changes() {
    compareSymbols();
    compareVersions();
    new ThreadLocalComparison(before.threadLocals(), after.threadLocals())
        .change()
        .ifPresent(changes::add);
    return changes;
  }

  private void compareSymbols() {
    for (ExportedSymbol old : before.symbols()) {
      Optional<ExportedSymbol> successor = successor(old);
      if (successor.isEmpty()) {
        addLost(old);
      } else {
        compare(old, successor.get());
      }
    }
    for (ExportedSymbol s : after.symbols()) {
      if (then.named(s.name()).isEmpty()) {
        add(Rule.SYM_ADDED, s.fullName(), facts(s), new Victims.Nobody());
        if (isChosen(s)) {
          add(
              Rule.DATA_EXPORT_ADVICE,
              s.fullName(),
              "%d bytes, aligned to %d, for all to rely on".formatted(s.size(), s.alignment()),
              new Victims.Nobody());
        }
      }
    }
  }

  /** A variable that somebody wrote; a compiler exports virtual tables and the like. */
  private static boolean isChosen(ExportedSymbol s) {
    boolean isVariable = s.kind() == SymbolKind.DATA || s.kind() == SymbolKind.THREAD_LOCAL;
    return isVariable && !s.name().startsWith("_ZT") && !s.name().startsWith("_ZGV");
  }

  private static String facts(ExportedSymbol s) {
    return switch (s.kind()) {
      case FUNCTION -> "function added";
      case INDIRECT_FUNCTION -> "indirect function added";
      case DATA -> "variable of %d bytes added".formatted(s.size());
      case THREAD_LOCAL -> "thread-local variable of %d bytes added".formatted(s.size());
      case OTHER -> "symbol added";
    };
  }

  private void addLost(ExportedSymbol old) {
    List<ExportedSymbol> others = now.named(old.name());
    if (others.isEmpty()) {
      add(
          Rule.SYM_REMOVED,
          old.fullName(),
          old.kind().isFunction() ? "function removed" : "symbol removed",
          new Victims.Seekers(old.name(), now));
    } else {
      add(
          Rule.VER_SYMBOL_MOVED,
          old.fullName(),
          "now only " + others.getFirst().fullName(),
          new Victims.Seekers(old.name(), now));
    }
  }

  private void compare(ExportedSymbol old, ExportedSymbol s) {
    if (old.kind() != s.kind()) {
      compareKinds(old, s);
      return;
    }
    switch (old.kind()) {
      case DATA -> compareData(old, s);
      case THREAD_LOCAL -> compareThreadLocals(old, s);
      case FUNCTION, INDIRECT_FUNCTION -> {
        if (becameBoundToItself(old, s)) {
          add(
              Rule.FUNC_PROTECTED_ADDRESS,
              old.fullName(),
              howBound(s),
              new Victims.AddressOwners(old.name()));
        }
      }
      case OTHER -> {}
    }
    if (becameBoundToItself(old, s)) {
      add(Rule.SYM_INTERPOSE, old.fullName(), howBound(s), new Victims.Interposers(old.name()));
    }
  }

  private void compareKinds(ExportedSymbol old, ExportedSymbol s) {
    String message = word(old.kind()) + " became " + word(s.kind());
    Victims users = new Victims.Users(Set.of(old.name()));
    if (old.kind().isFunction() && s.kind().isFunction()) {
      if (s.kind() == SymbolKind.INDIRECT_FUNCTION) {
        add(Rule.FUNC_TO_IFUNC, old.fullName(), message, new Victims.Nobody());
      }
    } else if (old.kind() == SymbolKind.THREAD_LOCAL) {
      add(Rule.TLS_TO_DATA, old.fullName(), message, users);
    } else if (old.kind() != SymbolKind.OTHER && s.kind() != SymbolKind.OTHER) {
      add(Rule.SYM_KIND, old.fullName(), message, users);
    }
  }

  private static String word(SymbolKind kind) {
    return switch (kind) {
      case FUNCTION -> "function";
      case INDIRECT_FUNCTION -> "indirect function";
      case DATA -> "variable";
      case THREAD_LOCAL -> "thread-local variable";
      case OTHER -> "symbol without type";
    };
  }

  private void compareData(ExportedSymbol old, ExportedSymbol s) {
    String name = old.name();
    if (old.size() != 0 && Long.compareUnsigned(s.size(), old.size()) > 0) {
      add(
          Rule.DATA_COPY_SIZE,
          old.fullName(),
          sizes(old, s),
          new Victims.SmallCopies(name, s.size()));
    } else if (s.size() != 0 && Long.compareUnsigned(s.size(), old.size()) < 0) {
      add(Rule.DATA_SIZE_SHRUNK, old.fullName(), sizes(old, s), new Victims.Users(Set.of(name)));
    }
    if (needsMoreAlignment(old, s)) {
      add(
          Rule.DATA_COPY_ALIGN,
          old.fullName(),
          "aligned to %d, was %d".formatted(s.alignment(), old.apparentAlignment()),
          new Victims.MisalignedCopies(name, s.alignment()));
    }
    if (becameBoundToItself(old, s)) {
      add(Rule.DATA_COPY_PROTECTED, old.fullName(), howBound(s), new Victims.Copies(name));
    }
    if (old.protection() != Protection.WRITABLE && s.protection() == Protection.WRITABLE) {
      add(
          Rule.DATA_COPY_RELRO,
          old.fullName(),
          "constant became writable",
          new Victims.ReadOnlyCopies(name));
    } else if (old.protection() == Protection.WRITABLE && s.protection() != Protection.WRITABLE) {
      add(
          Rule.DATA_READ_ONLY,
          old.fullName(),
          "writable became constant",
          new Victims.DirectUsers(name));
    }
  }

  private static String sizes(ExportedSymbol old, ExportedSymbol s) {
    return "%d bytes, were %d".formatted(s.size(), old.size());
  }

  /**
   * A linker places a copy by what the old library's section and address allow. What the new one
   * needs is certain when its type says it; else it is a guess, and made only where no compiler
   * aligns by itself.
   */
  private static boolean needsMoreAlignment(ExportedSymbol old, ExportedSymbol s) {
    if (s.hasType()) {
      return s.alignment() > old.apparentAlignment()
          && (!old.hasType() || s.alignment() > old.alignment());
    }
    return s.apparentAlignment() > COMPILERS_OWN && s.apparentAlignment() > old.apparentAlignment();
  }

  /** Compilers align large objects to this for speed, and do not rely on it. */
  private static final long COMPILERS_OWN = 32;

  private boolean becameBoundToItself(ExportedSymbol old, ExportedSymbol s) {
    return isBoundToItself(after, s) && !isBoundToItself(before, old);
  }

  private static boolean isBoundToItself(LibraryAbi library, ExportedSymbol s) {
    return s.visibility() == Symbol.VISIBILITY_PROTECTED || library.isSymbolic();
  }

  private static String howBound(ExportedSymbol s) {
    return s.visibility() == Symbol.VISIBILITY_PROTECTED
        ? "became protected"
        : "the library binds to itself now (-Bsymbolic)";
  }

  private void compareThreadLocals(ExportedSymbol old, ExportedSymbol s) {
    if (Long.compareUnsigned(s.size(), old.size()) < 0) {
      add(
          Rule.TLS_SIZE_SHRUNK,
          old.fullName(),
          sizes(old, s),
          new Victims.Users(Set.of(old.name())));
    } else if (s.size() != old.size()) {
      add(Rule.TLS_SYMBOL_GREW, old.fullName(), sizes(old, s), new Victims.Nobody());
    }
  }

  private void compareVersions() {
    // A library without any version satisfies all needs, with a warning.
    for (String version : before.versions()) {
      if (!after.versions().isEmpty() && !after.versions().contains(version)) {
        add(
            Rule.VER_NODE_LOST,
            version,
            "version no longer defined",
            new Victims.NeedVersion(version));
      }
    }
    for (ExportedSymbol old : before.symbols()) {
      Optional<ExportedSymbol> same = now.find(old.name(), old.version());
      if (old.version().isPresent()
          && old.isDefault()
          && same.isPresent()
          && !same.get().isDefault()) {
        String newer =
            now.named(old.name()).stream()
                .filter(ExportedSymbol::isDefault)
                .map(ExportedSymbol::fullName)
                .findFirst()
                .orElse("none");
        add(
            Rule.VER_DEFAULT_MOVED,
            old.fullName(),
            "default is now " + newer,
            new Victims.Nobody());
      } else if (old.version().isEmpty()
          && same.isEmpty()
          && successor(old).isPresent()
          && !after.versions().isEmpty()) {
        add(
            Rule.VER_ADDED,
            old.fullName(),
            "now " + successor(old).get().fullName(),
            new Victims.Nobody());
      }
    }
  }

  private void add(Rule rule, String subject, String message, Victims victims) {
    changes.add(Change.of(rule, subject, message, victims));
  }
}
