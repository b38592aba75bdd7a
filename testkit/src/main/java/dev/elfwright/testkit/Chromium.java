package dev.elfwright.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The browser that pages are looked at with, which {@code ./check} installs: without a window, as
 * root, and asking nobody on the network.
 */
public final class Chromium {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");

  private Chromium() {}

  /**
   * A command that starts it.
   *
   * @param profile a folder of its own, which need not be there
   * @throws IllegalStateException when it is not installed
   */
  public static List<String> command(Path profile, List<String> arguments) {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(PROGRAM + " is missing, which ./check installs");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile));
    command.addAll(arguments);
    return command;
  }
}
