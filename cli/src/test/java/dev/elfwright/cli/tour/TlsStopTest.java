package dev.elfwright.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stop of the tour that asks who has room for thread-local storage. */
class TlsStopTest {
  @TempDir private Path folder;

  @Test
  void theLoaderDoesWhatWasForeseen() throws IOException {
    TourStop.Findings found = new TlsStop().visit(folder, (_, _, _) -> {});
    assertThat(found.isGood()).as(found.table().toString()).isTrue();
    assertThat(found.remarks().getFirst()).contains("bytes of static TLS");
    assertThat(found.table().stream().skip(1))
        .allSatisfy(row -> assertThat(row.get(2)).isEqualTo(row.get(3)));
  }
}
