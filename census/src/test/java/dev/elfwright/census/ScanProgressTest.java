package dev.elfwright.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scan tells while it reads. */
class ScanProgressTest {
  private record Told(
      double after, long done, long total, long unpacked, double rate, double left) {}

  /** Notes all of it. */
  private static final class Notes implements ScanProgress {
    private final List<String> steps = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final long start = System.nanoTime();

    @Override
    public synchronized void step(String what) {
      steps.add(what);
    }

    @Override
    public synchronized void reading(
        long done, long total, long unpacked, double rate, double left) {
      told.add(new Told((System.nanoTime() - start) / 1e9, done, total, unpacked, rate, left));
    }
  }

  @TempDir Path folder;

  @Test
  void rateAndTimeLeftFollowFromWhatWasRead() throws IOException {
    Path debs = new Sample(folder).debs();
    for (int copy = 0; copy < 4; copy++) {
      Path file = folder.resolve("file");
      Files.writeString(file, "content ".repeat(100_000) + copy);
      new Sample(folder).deb("large" + copy, "1.0", Map.of("/usr/share/large", file));
    }
    Notes notes = new Notes();
    long unpacked = new Scan(folder.resolve("census"), notes, 1).of(List.of(debs));

    assertThat(notes.steps)
        .containsExactly(
            "finding sources", "merging tables", "resolving as the loader does", "finishing");
    Told first = notes.told.getFirst();
    Told last = notes.told.getLast();
    assertThat(first.done()).isZero();
    assertThat(first.left()).as("unknown as long as nothing is done").isNaN();
    assertThat(last.total()).isEqualTo(bytesOf(debs));
    assertThat(last.done()).isEqualTo(last.total());
    assertThat(last.unpacked()).isEqualTo(unpacked);
    assertThat(last.left()).isZero();
    assertThat(notes.told).isSortedAccordingTo((a, b) -> Long.compare(a.done(), b.done()));
    for (Told t : notes.told) {
      double seconds = t.unpacked() / t.rate();
      assertThat(seconds).as("since reading began").isPositive().isLessThanOrEqualTo(t.after());
      if (t.done() > 0) {
        double left = seconds * (t.total() - t.done()) / t.done();
        assertThat(t.left()).isCloseTo(left, within(left / 1000));
      }
    }
  }

  private static long bytesOf(Path debs) throws IOException {
    try (Stream<Path> files = Files.list(debs)) {
      return files.mapToLong(f -> f.toFile().length()).sum();
    }
  }
}
