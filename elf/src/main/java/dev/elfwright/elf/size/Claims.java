package dev.elfwright.elf.size;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Gives every byte of a range one owner among claims that may overlap, in n log n steps. */
final class Claims {
  /** A run of bytes with one owner, null where nothing claims them. */
  record Run(long start, long end, @Nullable Claim owner) {}

  private Claims() {}

  /** The runs of {@code [0, size)} in order; each begins and ends where a claim or a cut does. */
  static List<Run> runs(List<Claim> claims, long[] cuts, long size) {
    List<Claim> waiting = new ArrayList<>(claims);
    waiting.sort(Comparator.comparingLong(Claim::start));
    long[] borders =
        LongStream.concat(
                LongStream.concat(LongStream.of(0, size), Arrays.stream(cuts)),
                claims.stream().flatMapToLong(c -> LongStream.of(c.start(), c.end())))
            .filter(at -> at >= 0 && at <= size)
            .sorted()
            .distinct()
            .toArray();
    List<Run> runs = new ArrayList<>();
    PriorityQueue<Claim> active = new PriorityQueue<>(Comparator.comparingInt(Claim::rank));
    int next = 0;
    for (int i = 0; i + 1 < borders.length; i++) {
      while (next < waiting.size() && waiting.get(next).start() <= borders[i]) {
        active.add(waiting.get(next++));
      }
      while (!active.isEmpty() && active.element().end() <= borders[i]) {
        active.remove();
      }
      runs.add(new Run(borders[i], borders[i + 1], active.peek()));
    }
    return runs;
  }
}
