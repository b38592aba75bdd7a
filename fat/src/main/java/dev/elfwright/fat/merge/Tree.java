package dev.elfwright.fat.merge;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.TargetPattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder with the files of one architecture.
 *
 * @param name the architecture, as rules call it
 * @param root the folder
 */
public record Tree(String name, Path root) {
  private static final int ENOUGH = 40;

  /**
   * Understands {@code ARCH=DIR} or {@code DIR}; then the architecture is that of most of the ELF
   * files in its folders for programs.
   *
   * @throws FatRefusedException when there is no such architecture, or no ELF file to tell it by
   */
  public static Tree parse(String text) throws IOException {
    int sign = text.indexOf('=');
    Path root = Path.of(text.substring(sign + 1));
    if (!Files.isDirectory(root)) {
      throw new FileSystemException(root.toString(), null, "not a folder");
    }
    if (sign < 0) {
      return new Tree(architecture(root), root.toRealPath());
    }
    String name = text.substring(0, sign);
    return new Tree(TargetPattern.target(TargetPattern.parse(name)).name(), root.toRealPath());
  }

  private static String architecture(Path root) throws IOException {
    Map<String, Integer> votes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
          .flatMap(f -> targets(f))
          .limit(ENOUGH)
          .forEach(name -> votes.merge(name, 1, Integer::sum));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow(() -> new FatRefusedException(root + ": no ELF file; write ARCH=" + root))
        .getKey();
  }

  private static Stream<String> targets(Path file) {
    try {
      FatFile found = FatFile.open(file);
      return found.isFat() ? Stream.of() : Stream.of(found.slices().getFirst().target().name());
    } catch (IOException | ElfFormatException e) {
      return Stream.of(); // no ELF file says nothing
    }
  }

  /** Everything below the root by its path from there, in order; links are not followed. */
  SortedMap<Path, Node> nodes() throws IOException {
    SortedMap<Path, Node> nodes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        nodes.put(root.relativize(file), Node.of(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return nodes;
  }
}
