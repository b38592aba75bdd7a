package dev.elfwright.livepatch.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The headers by which the author of a patch tells what source code alone cannot: callbacks and
 * changes to be left out. They have the names and macros that kpatch and Linux have for them, so
 * that a patch need not know by what it is built; {@code livepatch-state.h} is Elfwright's own, as
 * nobody else has one for states. A kernel's own come first.
 */
final class AuthorHeaders {
  private static final List<String> NAMES =
      List.of(
          "kpatch-macros.h", "kpatch-syscall.h", "linux/livepatch_helpers.h", "livepatch-state.h");

  private AuthorHeaders() {}

  /** Writes them into an empty folder, and returns that. */
  static Path write(Path folder) throws IOException {
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      try (InputStream in = AuthorHeaders.class.getResourceAsStream("include/" + name)) {
        Files.copy(Objects.requireNonNull(in, name), file);
      }
    }
    return folder;
  }
}
