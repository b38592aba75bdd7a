package dev.elfwright.link.measure;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Two programs side by side.
 *
 * @param a the first of each pair
 * @param b the second of each pair
 * @param ratio median wall time of A over that of B
 * @param machine where this was measured
 * @param when it was finished
 * @param stoppedBy how programs were stopped for their time lines; empty when there are none
 * @param warnings what makes the figures mean something else than they seem to; one line each
 */
public record Comparison(
    Side a,
    Side b,
    Ratio ratio,
    MachineDescription machine,
    Instant when,
    Optional<BreakpointKind> stoppedBy,
    List<String> warnings) {

  /** Copies the list. */
  public Comparison {
    warnings = List.copyOf(warnings);
  }

  /** Number of timed pairs. */
  public int pairs() {
    return a.runs().size();
  }
}
