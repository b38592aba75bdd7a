package dev.elfwright.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.measure.MeasureOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stop of the tour that makes a fat program. */
class FatStopTest {
  @TempDir private Path folder;

  @Test
  void slicesOfDebiansPackagesRun() throws IOException {
    TourStop.Findings found =
        new FatStop(MeasureOptions.defaults().withPairs(10)).visit(folder, (_, _, _) -> {});
    assertThat(found.table())
        .anySatisfy(row -> {
          assertThat(row.getFirst()).isEqualTo("amd64");
          assertThat(row.subList(2, 4)).isEqualTo(List.of("mapping", "hello"));
        })
        .anySatisfy(row -> {
          assertThat(row.getFirst()).isEqualTo("arm64");
          assertThat(row.subList(2, 4)).isEqualTo(List.of("qemu-user, copied", "hello"));
        });
    assertThat(found.remarks()).anyMatch(line -> line.startsWith("From exec to exit, "));
  }
}
