package dev.elfwright.link.measure;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When a program passed its milestones, in nanoseconds since {@code execve} was entered. A
 * milestone that was not seen is absent: a static program has no loader, and {@code _exit} calls no
 * handlers.
 *
 * <p>The times that the program stood still for the tracer are taken out, and so is what a stop
 * costs on average. Hence the total is that of a run that nobody traces.
 *
 * @param milestones what was seen, in the order of {@link Milestone}
 * @param runs how many runs the times are medians of
 */
public record TimeLine(SortedMap<Milestone, Long> milestones, int runs) {

  /** Copies the map. */
  public TimeLine {
    milestones = Collections.unmodifiableSortedMap(new TreeMap<>(milestones));
  }

  /** When the milestone was passed. */
  public OptionalLong at(Milestone milestone) {
    Long nanos = milestones.get(milestone);
    return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
  }

  /** From {@code execve} to the last milestone. */
  public long total() {
    return milestones.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /**
   * How long each phase took. A phase whose opening milestone was not seen is absent, and its time
   * belongs to the one before. The phases add up to {@link #total}.
   */
  public Map<Phase, Long> phases() {
    Map<Phase, Long> durations = new EnumMap<>(Phase.class);
    long end = total();
    Phase[] all = Phase.values();
    for (int i = all.length - 1; i >= 0; i--) {
      OptionalLong start = at(all[i].start());
      if (start.isPresent()) {
        durations.put(all[i], Math.max(0, end - start.getAsLong()));
        end = Math.min(end, start.getAsLong());
      }
    }
    return durations;
  }

  /** The median of each milestone over runs; one that some run lacks is left out. */
  static TimeLine median(Collection<TimeLine> runs) {
    SortedMap<Milestone, Long> medians = new TreeMap<>();
    for (Milestone milestone : Milestone.values()) {
      double[] seen =
          runs.stream()
              .map(TimeLine::milestones)
              .filter(m -> m.containsKey(milestone))
              .mapToDouble(m -> m.getOrDefault(milestone, 0L))
              .toArray();
      if (seen.length > 0 && seen.length == runs.size()) {
        medians.put(milestone, Math.round(Statistics.median(seen)));
      }
    }
    return new TimeLine(medians, runs.size());
  }
}
