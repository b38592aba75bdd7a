package dev.elfwright.abi.diff;

import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.LibraryReader;
import dev.elfwright.abi.library.LibraryReading;
import dev.elfwright.elf.debug.DebugFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What changed between two builds of a library.
 *
 * @param before the old build
 * @param after the new one
 * @param changes all changes, those that break first, then by subject
 */
public record AbiDiff(LibraryAbi before, LibraryAbi after, List<Change> changes) {
  /** Copies the list. */
  public AbiDiff {
    changes = List.copyOf(changes);
  }

  /**
   * Reads and compares two builds, both at a time.
   *
   * @param debugFiles where debugging information lies that is not in the files
   * @throws IOException when a file cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when one is malformed or no library
   */
  public static AbiDiff ofFiles(Path before, Path after, DebugFiles debugFiles) throws IOException {
    return ofFiles(before, after, file -> LibraryReader.read(file, debugFiles));
  }

  /**
   * Reads and compares two builds, both at a time.
   *
   * @param reading how a file is read
   * @throws IOException when a file cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when one is malformed or no library
   */
  public static AbiDiff ofFiles(Path before, Path after, LibraryReading reading)
      throws IOException {
    try {
      List<LibraryAbi> both =
          Stream.of(before, after).parallel().map(f -> read(f, reading)).toList();
      return between(both.getFirst(), both.getLast());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static LibraryAbi read(Path file, LibraryReading reading) {
    try {
      return reading.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares two builds. */
  public static AbiDiff between(LibraryAbi before, LibraryAbi after) {
    List<Change> changes = new ArrayList<>();
    if (before.machine() != after.machine() || before.is64() != after.is64()) {
      changes.add(
          Change.of(Rule.MACHINE, after.file(), "is for another machine", new Victims.Everybody()));
      return new AbiDiff(before, after, changes);
    }
    if (before.soname().isPresent() && !before.soname().equals(after.soname())) {
      changes.add(
          Change.of(
              Rule.SONAME,
              before.soname().get(),
              "soname is " + after.soname().orElse("gone"),
              new Victims.Everybody()));
    }
    SymbolComparison symbols = new SymbolComparison(before, after);
    changes.addAll(symbols.changes());
    changes.addAll(sequences(before, after));
    if (before.types().count() > 1 && after.types().count() > 1) {
      changes.addAll(new TypeComparison(before, after).changes(symbols.pairs()));
    }
    return new AbiDiff(before, after, merged(changes));
  }

  private static List<Change> sequences(LibraryAbi before, LibraryAbi after) {
    return after.sequences().faults().stream()
        .filter(f -> before.sequences().faults().stream().noneMatch(b -> b.rule().equals(f.rule())))
        .map(f ->
            Change.of(
                Rule.RSEQ_CS_TABLE,
                "__rseq_cs",
                f.message() + " [" + f.rule() + "]",
                new Victims.Everybody()))
        .toList();
  }

  /** Of a type that units know in two ways, the same is told of both. */
  private static List<Change> merged(List<Change> changes) {
    record Key(Rule rule, String subject, String message) {}
    Map<Key, Change> found = new LinkedHashMap<>();
    for (Change change : changes) {
      found.merge(
          new Key(change.rule(), change.subject(), change.message()), change, AbiDiff::join);
    }
    return found.values().stream()
        .sorted(
            Comparator.comparing(Change::severity)
                .thenComparing(Change::subject)
                .thenComparing(Change::rule)
                .thenComparing(Change::message))
        .toList();
  }

  private static Change join(Change a, Change b) {
    Set<String> symbols = new HashSet<>(a.symbols());
    symbols.addAll(b.symbols());
    Victims victims =
        a.victims() instanceof Victims.TypeUsers(String type, _)
            ? new Victims.TypeUsers(type, symbols)
            : a.victims();
    return new Change(a.rule(), a.subject(), a.message(), symbols, victims, a.layouts());
  }

  /** Whether the types of both builds were seen. */
  public boolean sawTypes() {
    return before.sight().hasTypes() && after.sight().hasTypes();
  }

  /** Whether programs may be broken. */
  public boolean isBreaking() {
    return changes.stream().anyMatch(c -> c.severity().isBreaking());
  }

  /** The same without some changes. */
  public AbiDiff withoutChanges(Predicate<Change> left) {
    return new AbiDiff(before, after, changes.stream().filter(left.negate()).toList());
  }
}
