package dev.elfwright.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stop of the tour that patches a kernel. */
class LivepatchStopTest {
  @TempDir private Path folder;

  @Test
  void aKernelIsPatchedAndShowsIt() throws IOException {
    TourStop.Findings found = new LivepatchStop().visit(folder, (_, _, _) -> {});
    assertThat(found.remarks()).noneMatch(r -> r.startsWith("No livepatch is built"));
    assertThat(found.isGood()).isTrue();
    assertThat(found.table().getLast().get(1)).isEqualTo("cmdline_proc_show");
    assertThat(found.table().getLast().getLast()).isEqualTo("livepatch=1");
  }
}
