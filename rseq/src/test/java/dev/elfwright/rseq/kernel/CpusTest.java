package dev.elfwright.rseq.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class CpusTest {
  @Test
  void aListOfTheKernelMayHaveHoles() {
    assertThat(Cpus.parse("0-1,8,64-66")).map(BitSet::toString).contains("{0, 1, 8, 64, 65, 66}");
    assertThat(Cpus.parse("0")).map(BitSet::length).contains(1);
    assertThat(Cpus.parse("")).map(BitSet::length).contains(0);
  }

  @Test
  void whatIsNoListIsRefused() {
    for (String list : new String[] {"a", "3-1", "-1", "0-", "0-99999999999", "0-65536", ","}) {
      assertThat(Cpus.parse(list)).as(list).isEmpty();
    }
  }

  @Test
  void thisMachineHasCpus() {
    assertThat(Cpus.ofMachine().count())
        .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
  }
}
