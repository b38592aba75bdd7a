package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.LivepatchRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A program that is run to its end. */
final class Command {
  private Command() {}

  /**
   * What it prints, its errors included.
   *
   * @param what what it is for, for the message
   * @throws IOException when the program is not there
   * @throws LivepatchRefusedException when it fails; the message has the first line with an error
   */
  static String run(String what, Path folder, List<String> command) throws IOException {
    return run(what, folder, Map.of(), command);
  }

  /**
   * The same with more in its environment.
   *
   * @throws IOException when the program is not there
   * @throws LivepatchRefusedException when it fails
   */
  static String run(String what, Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int code = process.waitFor();
      if (code != 0) {
        throw new LivepatchRefusedException(what + ": " + reason(text, code));
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The line that says most: a tool's own error, before what make says of the tool. */
  private static String reason(String text, int code) {
    return Stream.of("ERROR: ", "error: ", "No rule to make", "Error")
        .flatMap(word -> text.lines().filter(l -> l.contains(word)).limit(1))
        .findFirst()
        .or(() -> text.lines().reduce((_, last) -> last))
        .map(String::strip)
        .orElse("exit code " + code);
  }
}
