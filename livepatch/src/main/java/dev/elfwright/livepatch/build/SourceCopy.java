package dev.elfwright.livepatch.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A view of the kernel's source in which some files are other ones: folders on the way to those are
 * real, everything beside them is a symbolic link. Includes by relative paths work as in the
 * source.
 */
final class SourceCopy {
  private SourceCopy() {}

  /** Makes one in an empty folder; files are given as lines, by their paths. */
  static void make(Path source, Path copy, Map<String, List<String>> changed) throws IOException {
    for (Map.Entry<String, List<String>> file : changed.entrySet()) {
      Path to = copy.resolve(file.getKey());
      folders(source, copy, Path.of(file.getKey()));
      Files.deleteIfExists(to);
      Files.writeString(to, String.join("\n", file.getValue()), StandardCharsets.ISO_8859_1);
    }
  }

  /** Makes the folders on the way to a file real. */
  static void folders(Path source, Path copy, Path file) throws IOException {
    Path below = Path.of("");
    linkAll(source, copy);
    for (Path name : file.getParent() == null ? Path.of("") : file.getParent()) {
      below = below.resolve(name);
      Path folder = copy.resolve(below);
      if (Files.isSymbolicLink(folder)) {
        Files.delete(folder);
      }
      Files.createDirectories(folder);
      linkAll(source.resolve(below), folder);
    }
  }

  private static void linkAll(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.list(from)) {
      for (Path p : all.toList()) {
        Path link = to.resolve(p.getFileName());
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
          Files.createSymbolicLink(link, p.toAbsolutePath());
        }
      }
    }
  }
}
