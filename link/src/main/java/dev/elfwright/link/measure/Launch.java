package dev.elfwright.link.measure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One way to start a program.
 *
 * @param program the file to execute
 * @param arguments what follows the program's name
 * @param environment the whole environment; nothing is inherited beside it
 */
public record Launch(Path program, List<String> arguments, Map<String, String> environment) {

  /** Copies the collections. */
  public Launch {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** Starts {@code program} with {@code arguments} in the environment of this process. */
  public static Launch of(Path program, List<String> arguments) {
    return new Launch(program.toAbsolutePath(), arguments, System.getenv());
  }

  /** The same launch of another program. */
  public Launch withProgram(Path other) {
    return new Launch(other.toAbsolutePath(), arguments, environment);
  }

  /** The command as one would type it. */
  public String commandLine() {
    return arguments.stream()
        .map(Launch::quoted)
        .collect(Collectors.joining(" ", quoted(program.toString()) + " ", ""))
        .strip();
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
