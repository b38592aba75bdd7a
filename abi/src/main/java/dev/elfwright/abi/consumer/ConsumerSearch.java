package dev.elfwright.abi.consumer;

import dev.elfwright.abi.consumer.LibraryPlace.Way;
import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.link.graph.SearchEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the consumers of a library among files and below folders, by the rules of the loader: each
 * file's own search for libraries, its scope and its versions. A library among the files is looked
 * at as if it were loaded alone.
 *
 * <p>When the search of at least one file leads to the library itself, or to the same build of it,
 * only such files are its consumers. Else it stands for the file of its name that programs find by
 * default, as a build does that is not installed; and when there is none, for what each finds.
 *
 * @param consumers those found, in the order of their paths
 * @param elsewhere files that load another library of its name
 * @param searched how many ELF files were looked at
 * @param unreadable files that look like ELF and are malformed, each with the reason
 */
public record ConsumerSearch(
    List<Consumer> consumers, List<Elsewhere> elsewhere, int searched, List<String> unreadable) {
  /** Copies the lists. */
  public ConsumerSearch {
    consumers = List.copyOf(consumers);
    elsewhere = List.copyOf(elsewhere);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * A file that has nothing to do with the library.
   *
   * @param library the other library of its name that the file loads
   */
  public record Elsewhere(Path file, Path library) {}

  /** What was seen of one file. */
  sealed interface Outcome {
    /** It loads a library of the name, or misses it. */
    record Found(Consumer consumer, Optional<Way> way) implements Outcome {}

    /** A file that was named and does not load it. */
    record Later(Consumer consumer) implements Outcome {}

    /** Something else. */
    record Other() implements Outcome {}

    /** No ELF file. */
    record NotElf() implements Outcome {}

    /** Malformed. */
    record Unreadable(String reason) implements Outcome {}
  }

  /**
   * Looks for consumers. Of folders, files count that load the library; a file that is named counts
   * in any case: what does not load the library at its start may do so later.
   *
   * @param environment what their libraries are searched with
   * @throws IOException when a path is not there or a folder cannot be read
   * @throws ElfFormatException when a file that is named is not ELF, or malformed
   */
  public static ConsumerSearch of(
      LibraryAbi library, List<Path> paths, SearchEnvironment environment) throws IOException {
    return of(
        library,
        paths,
        library.symbols().stream().map(ExportedSymbol::name).collect(Collectors.toSet()),
        environment);
  }

  /**
   * The same where only some of the library's symbols matter.
   *
   * @throws IOException when a path is not there or a folder cannot be read
   * @throws ElfFormatException when a file that is named is not ELF, or malformed
   */
  public static ConsumerSearch of(
      LibraryAbi library, List<Path> paths, Set<String> symbols, SearchEnvironment environment)
      throws IOException {
    ProgramReader reader = new ProgramReader(library, symbols, environment);
    try {
      return collect(
          paths.stream()
              .flatMap(path ->
                  Files.isDirectory(path)
                      ? inFolder(path, reader)
                      : Stream.of(named(path, reader, environment)))
              .toList());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ConsumerSearch collect(List<Outcome> outcomes) {
    Set<Way> ways =
        outcomes.stream()
            .filter(Outcome.Found.class::isInstance)
            .flatMap(o -> ((Outcome.Found) o).way().stream())
            .collect(Collectors.toSet());
    // The library itself, or else what has the best claim to be what it stands for.
    Optional<Way> best = Stream.of(Way.values()).filter(ways::contains).findFirst();
    List<Consumer> consumers = new ArrayList<>();
    List<Elsewhere> elsewhere = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    int searched = 0;
    for (Outcome outcome : outcomes) {
      searched += outcome instanceof Outcome.NotElf ? 0 : 1;
      switch (outcome) {
        case Outcome.Found(Consumer consumer, Optional<Way> way) -> {
          if (way.isEmpty() || way.equals(best)) {
            consumers.add(consumer);
          } else if (consumer.loading() instanceof Consumer.Loading.AtStart(var other)) {
            elsewhere.add(new Elsewhere(consumer.file(), other.orElseThrow()));
          }
        }
        case Outcome.Later(Consumer consumer) -> consumers.add(consumer);
        case Outcome.Unreadable(String reason) -> unreadable.add(reason);
        case Outcome.Other _, Outcome.NotElf _ -> {}
      }
    }
    return new ConsumerSearch(consumers, elsewhere, searched, unreadable);
  }

  private static Outcome named(Path file, ProgramReader reader, SearchEnvironment environment) {
    try (ElfModel model = Elf.open(file)) {
      Outcome outcome = reader.read(file, model);
      return outcome instanceof Outcome.Other
          ? new Outcome.Later(
              new Consumer(
                  file,
                  new Consumer.Loading.Later(StaticRoom.of(file, environment)),
                  Map.of(),
                  Set.of(),
                  Set.of(),
                  Optional.empty()))
          : outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Outcome> inFolder(Path folder, ProgramReader reader) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> regular =
          files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
      return regular.parallelStream().map(f -> found(f, reader)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome found(Path file, ProgramReader reader) {
    try {
      if (!isElf(file)) {
        return new Outcome.NotElf();
      }
      try (ElfModel model = Elf.open(file)) {
        return reader.read(file, model);
      }
    } catch (ElfFormatException e) {
      return new Outcome.Unreadable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Outcome.Unreadable(file + ": " + e.getMessage());
    }
  }

  private static boolean isElf(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(4);
      return magic.length == 4
          && magic[0] == 0x7f
          && magic[1] == 'E'
          && magic[2] == 'L'
          && magic[3] == 'F';
    }
  }
}
