package dev.elfwright.fat.fuse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where libfuse 3 is. jfuse asks the JVM for {@code libfuse3.so}, which only packages for
 * developers have, and not in Debian's folders for an architecture.
 */
final class LibFuse {
  private static final String TRIPLET =
      System.getProperty("os.arch").equals("amd64") ? "x86_64-linux-gnu" : "aarch64-linux-gnu";

  private LibFuse() {}

  static Optional<Path> find() {
    for (String folder :
        List.of("/usr/lib/" + TRIPLET, "/lib/" + TRIPLET, "/usr/lib64", "/lib64", "/usr/lib")) {
      for (String name : List.of("libfuse3.so.3", "libfuse3.so.4")) {
        Path file = Path.of(folder, name);
        if (Files.exists(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }
}
