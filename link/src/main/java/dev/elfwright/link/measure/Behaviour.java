package dev.elfwright.link.measure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one sees of a program from outside: what it prints and how it ends.
 *
 * @param exit the status a shell would show: 128 and the signal when one ended it
 * @param output what it wrote to standard output, a character for each byte
 * @param error what it wrote to standard error, likewise
 */
public record Behaviour(int exit, String output, String error) {

  /**
   * Runs a program once with nothing on standard input.
   *
   * @throws MeasureException when it cannot be started, or has not ended in time and was killed
   */
  public static Behaviour observe(Launch launch, Duration patience) {
    try {
      Path output = Files.createTempFile("elfwright", ".out");
      Path error = Files.createTempFile("elfwright", ".err");
      try {
        int exit = run(launch, output, error, patience);
        return new Behaviour(exit, read(output), read(error));
      } finally {
        Files.deleteIfExists(output);
        Files.deleteIfExists(error);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(Launch launch, Path output, Path error, Duration patience) {
    List<String> command = new ArrayList<>(List.of(launch.program().toString()));
    command.addAll(launch.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output.toFile())
            .redirectError(error.toFile());
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    try {
      Process process = builder.start();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new MeasureException(
            launch.commandLine() + ": has not ended after " + patience.toSeconds() + " s");
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new MeasureException(launch.commandLine() + ": cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeasureException(launch.commandLine() + ": interrupted");
    }
  }

  /** What differs from another, a word each; empty when nothing does. */
  public List<String> differences(Behaviour other) {
    List<String> found = new ArrayList<>();
    if (exit != other.exit) {
      found.add("exit status " + exit + " and " + other.exit);
    }
    if (!output.equals(other.output)) {
      found.add("standard output");
    }
    if (!error.equals(other.error)) {
      found.add("standard error");
    }
    return found;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
