package dev.elfwright.cli.tour;

import dev.elfwright.link.measure.Behaviour;
import dev.elfwright.link.measure.Launch;
import dev.elfwright.link.measure.MeasureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds arguments with which a program starts, says something harmless, and ends well. */
final class QuietArguments {
  private static final List<String> USUAL = List.of("--version", "-version", "-V", "--help");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Without a display a graphical program ends at once, or prints its version all the same. */
  private static final List<String> LEFT_OUT =
      List.of("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS");

  private QuietArguments() {}

  /** The first of the usual ones with which it ends with status 0 and has printed something. */
  static Optional<Launch> find(Path program) {
    for (String argument : USUAL) {
      Launch launch = new Launch(program.toAbsolutePath(), List.of(argument), environment());
      try {
        Behaviour seen = Behaviour.observe(launch, PATIENCE);
        if (seen.exit() == 0 && !(seen.output() + seen.error()).isBlank()) {
          return Optional.of(launch);
        }
      } catch (MeasureException e) {
        // It waits for something, so this is not the argument sought.
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.keySet().removeAll(LEFT_OUT);
    return environment;
  }
}
