package dev.elfwright.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Corpora that are too large for the repository and lie beside the checkout. */
public final class SharedData {
  private SharedData() {}

  /**
   * The folder {@code shared/data/NAME} beside the checkout or one of the folders it lies in, or
   * empty: then a test of it cannot be made, and says that it was skipped.
   */
  public static Optional<Path> folder(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/data").resolve(name);
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
