package dev.elfwright.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds programs by name, as a shell does. */
final class ProgramPath {
  private ProgramPath() {}

  /**
   * The file of a program: a name without a slash is looked for in the folders of the search path,
   * and stays as it is when none has it.
   *
   * @param searchPath the variable PATH
   */
  static Path find(String name, @Nullable String searchPath) {
    if (name.contains("/") || searchPath == null) {
      return Path.of(name);
    }
    return Stream.of(searchPath.split(":"))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElse(Path.of(name));
  }
}
