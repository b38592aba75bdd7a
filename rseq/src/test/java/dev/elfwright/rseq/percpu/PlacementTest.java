package dev.elfwright.rseq.percpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
  /** Says most on a machine with several nodes; conformance/rseq-guest.sh makes one. */
  @ParameterizedTest
  @ValueSource(longs = {64, 1 << 20})
  void theMemoryOfEachCpuIsOnItsNode(long size) throws Exception {
    // In a thread of its own, for it stays on the CPU where it was sent last.
    var places = new FutureTask<>(() -> Placement.ofStrips(size));
    Thread.ofPlatform().start(places);
    assertThat(places.get())
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.memory()).isEqualTo(p.node()));
  }
}
