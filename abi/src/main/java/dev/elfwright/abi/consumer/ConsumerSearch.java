package dev.elfwright.abi.consumer;

import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the consumers of a library among files and below folders.
 *
 * @param consumers those found, in the order of their paths
 * @param searched how many ELF files were looked at
 * @param unreadable files that look like ELF and are malformed, each with the reason
 */
public record ConsumerSearch(List<Consumer> consumers, int searched, List<String> unreadable) {
  /** Copies the lists. */
  public ConsumerSearch {
    consumers = List.copyOf(consumers);
    unreadable = List.copyOf(unreadable);
  }

  private sealed interface Outcome {
    record Found(Consumer consumer) implements Outcome {}

    record Other() implements Outcome {}

    record NotElf() implements Outcome {}

    record Unreadable(String reason) implements Outcome {}
  }

  /**
   * Looks for consumers. Of folders, files count that need the library; a file that is named counts
   * in any case: what does not need the library may load it later.
   *
   * @throws IOException when a path is not there or a folder cannot be read
   * @throws ElfFormatException when a file that is named is not ELF, or malformed
   */
  public static ConsumerSearch of(LibraryAbi library, List<Path> paths) throws IOException {
    return of(
        library,
        paths,
        library.symbols().stream().map(ExportedSymbol::name).collect(Collectors.toSet()));
  }

  /**
   * The same where only some of the library's symbols matter.
   *
   * @throws IOException when a path is not there or a folder cannot be read
   * @throws ElfFormatException when a file that is named is not ELF, or malformed
   */
  public static ConsumerSearch of(LibraryAbi library, List<Path> paths, Set<String> symbols)
      throws IOException {
    ConsumerReader reader = new ConsumerReader(library, symbols);
    try {
      return collect(
          paths.stream()
              .flatMap(path ->
                  Files.isDirectory(path) ? inFolder(path, reader) : Stream.of(named(path, reader)))
              .toList());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ConsumerSearch collect(List<Outcome> outcomes) {
    return new ConsumerSearch(
        outcomes.stream()
            .filter(Outcome.Found.class::isInstance)
            .map(o -> ((Outcome.Found) o).consumer())
            .toList(),
        (int) outcomes.stream().filter(o -> !(o instanceof Outcome.NotElf)).count(),
        outcomes.stream()
            .filter(Outcome.Unreadable.class::isInstance)
            .map(o -> ((Outcome.Unreadable) o).reason())
            .toList());
  }

  private static Outcome named(Path file, ConsumerReader reader) {
    try (ElfModel model = Elf.open(file)) {
      return new Outcome.Found(
          reader.needsLibrary(model)
              ? reader.read(file, model)
              : new Consumer(
                  file, Consumer.Loading.LATER, Map.of(), Set.of(), Set.of(), Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Outcome> inFolder(Path folder, ConsumerReader reader) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> regular =
          files
              .filter(f -> Files.isRegularFile(f, java.nio.file.LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .toList();
      return regular.parallelStream().map(f -> found(f, reader)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome found(Path file, ConsumerReader reader) {
    try {
      if (!isElf(file)) {
        return new Outcome.NotElf();
      }
      try (ElfModel model = Elf.open(file)) {
        return reader.needsLibrary(model)
            ? new Outcome.Found(reader.read(file, model))
            : new Outcome.Other();
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
