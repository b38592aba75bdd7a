package dev.elfwright.rseq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RseqTest {
  @Test
  void everythingIsToldWithAReason() {
    RseqInfo info = Rseq.info();
    assertThat(info.available()).isTrue();
    assertThat(info.reason()).isEmpty();
    assertThat(info.registration().by()).isEqualTo(RseqInfo.Registrar.LIBC);
    assertThat(info.registration().usable()).isGreaterThanOrEqualTo(20);
    assertThat(info.features())
        .extracting(RseqInfo.Feature::name)
        .containsExactly(
            "registration",
            "cpu_id",
            "node_id",
            "mm_cid",
            "slice_ctrl",
            "membarrier",
            "code",
            "self-test",
            "numa");
    assertThat(info.features()).allSatisfy(f -> assertThat(f.why()).isNotBlank());
  }

  @Test
  void aThreadIsOnACpuThatThereIs() {
    assertThat(Rseq.cpu()).isBetween(0, Rseq.info().cpus() - 1);
    assertThat(Rseq.concurrencyId()).isBetween(0, Rseq.info().cpus() - 1);
    assertThat(Rseq.node()).isNotNegative();
  }

  /** Both are asked until no migration comes in between. */
  @Test
  void theCachedNumberIsThatOfTheKernel() {
    ThreadCpu cpu = ThreadCpu.ofCurrentThread();
    for (int i = 0; i < 1000; i++) {
      int before = cpu.get();
      int asked = Rseq.cpu();
      while (cpu.get() != before || asked != before) {
        before = cpu.get();
        asked = Rseq.cpu();
      }
      assertThat(asked).isEqualTo(before);
    }
  }

  @Test
  void theCpuOfAnotherThreadIsRefused() throws InterruptedException {
    ThreadCpu mine = ThreadCpu.ofCurrentThread();
    var thrown = new AtomicReference<Throwable>();
    Thread.ofPlatform()
        .start(() -> {
          try {
            mine.get();
          } catch (Throwable e) {
            thrown.set(e);
          }
        })
        .join();
    assertThat(thrown.get()).isInstanceOf(WrongThreadException.class);
  }

  @Test
  void aVirtualThreadIsAskedAboutAnew() throws InterruptedException {
    var seen = new AtomicReference<Integer>();
    Thread.ofVirtual().start(() -> seen.set(ThreadCpu.ofCurrentThread().get())).join();
    assertThat(seen.get()).isBetween(0, Rseq.info().cpus() - 1);
  }

  @Test
  void anIndexIsACpuOrAConcurrencyId() {
    assertThatThrownBy(() -> Index.valueOf("NODE")).isInstanceOf(IllegalArgumentException.class);
    assertThat(Index.values()).hasSize(2);
  }
}
