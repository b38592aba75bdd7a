package dev.elfwright.abi.diff;

import dev.elfwright.abi.consumer.Consumer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the changes of a library do to one program.
 *
 * @param consumer the program, or a library
 * @param breaks the changes that break it, each with the reason; none for a program that works on
 */
public record Verdict(Consumer consumer, List<Broken> breaks) {
  /** Copies the list. */
  public Verdict {
    breaks = List.copyOf(breaks);
  }

  /**
   * One change that breaks it.
   *
   * @param why what in its file says so
   */
  public record Broken(Change change, String why) {}

  /** That of a program. */
  public static Verdict of(List<Change> changes, Consumer consumer) {
    List<Broken> breaks = new ArrayList<>();
    for (Change change : changes) {
      change.victims().hits(consumer).ifPresent(why -> breaks.add(new Broken(change, why)));
    }
    return new Verdict(consumer, breaks);
  }

  /** Whether the program is broken. */
  public boolean isBroken() {
    return !breaks.isEmpty();
  }
}
