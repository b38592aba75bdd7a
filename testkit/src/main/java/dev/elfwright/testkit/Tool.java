package dev.elfwright.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program of this machine, run to its end: a compiler, or an oracle. */
public final class Tool {
  private Tool() {}

  /**
   * The standard output and error of a command that succeeds, in the C locale.
   *
   * @throws AssertionError when it ends with another code than 0
   */
  public static String run(List<String> command) {
    return run(Path.of("."), command);
  }

  /** The same in a folder. */
  public static String run(Path folder, List<String> command) {
    return run(new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true));
  }

  /** The standard output alone, for tools that warn in the middle of it. */
  public static String output(List<String> command) {
    return run(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
  }

  private static String run(ProcessBuilder builder) {
    try {
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int code = process.waitFor();
      if (code != 0) {
        throw new AssertionError("%s ended with %d: %s".formatted(builder.command(), code, text));
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Whether a program of this name is on the PATH. */
  public static boolean exists(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }
}
