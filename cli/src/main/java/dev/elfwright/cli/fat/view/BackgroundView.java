package dev.elfwright.cli.fat.view;

import dev.elfwright.cli.InputException;
import dev.elfwright.fat.view.Extent;
import dev.elfwright.fat.view.ViewOptions;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A process of our own, in a session of its own, that serves a FUSE view. */
final class BackgroundView {
  private final ViewOptions options;

  BackgroundView(ViewOptions options) {
    this.options = options;
  }

  /** Starts it and waits until it says that the view is there. */
  void start() throws IOException {
    Path log = Files.createTempFile("elfwright-view", ".log");
    try {
      Process server =
          new ProcessBuilder(command())
              .redirectInput(new File("/dev/null"))
              .redirectError(log.toFile())
              .start();
      try (BufferedReader said = server.inputReader()) {
        if (said.readLine() == null) {
          throw new InputException(reason(log, server.waitFor()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static String reason(Path log, int exitCode) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith("elfwright: "))
        .map(line -> line.substring("elfwright: ".length()))
        .findFirst()
        .orElse("the process that serves the view ended with " + exitCode);
  }

  /** This JVM's own command line, up to the main class, with another command. */
  private List<String> command() throws IOException {
    List<String> own =
        Arrays.asList(
            Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8).split("\0"));
    int main = own.indexOf("dev.elfwright.cli.Main");
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(own.subList(0, main + 1));
    command.addAll(
        List.of(
            "fat",
            "view",
            "mount",
            "--backing=fuse",
            "--foreground",
            "--arch",
            options.target().toString()));
    if (options.extent() == Extent.ONLY_FAT_FILES) {
      command.add("--only-fat");
    }
    command.add(options.root().toAbsolutePath().toString());
    command.add(options.mountPoint().toAbsolutePath().toString());
    return command;
  }
}
