package dev.elfwright.rseq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.rseq.Workload.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is lost and nothing is there twice; and the same without sections goes wrong. */
class ExactnessTest {
  private static final String BROKEN = "-Ddev.elfwright.rseq.inside=broken";
  private static final String[] ALL = {"8", "4000", "100", "200"};

  @Test
  void theseTestsRunSections() {
    assertThat(Rseq.info().reason()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isExactWithEightThreads(Workload workload) {
    workload.run(Load.platform(8, 100_000, Index.CPU));
  }

  @ParameterizedTest
  @EnumSource
  void isExactWithSixtyFourThreadsAndConcurrencyIds(Workload workload) {
    workload.run(Load.platform(64, 5_000, Index.CONCURRENCY_ID));
  }

  @ParameterizedTest
  @EnumSource
  void isExactWithAThousandVirtualThreads(Workload workload) {
    workload.run(Load.virtual(1000, 300, Index.CPU));
  }

  @Test
  void isExactWithADelayInEverySection() throws IOException {
    assertThat(exact(ChildJvm.with("-Ddev.elfwright.rseq.inside=delayed")))
        .startsWith("sections\n");
  }

  /** Threads are taken off the CPU in the middle of an operation, often, for each is delayed. */
  @Test
  void everyWorkloadGoesWrongWhereTheKernelIsNotToldOfSections() throws IOException {
    List<String> lines =
        ChildJvm.with(BROKEN)
            .run(Workload.class, "16", "20000", "50", "200", "alone")
            .lines()
            .toList();
    assertThat(lines).first().isEqualTo("sections");
    assertThat(lines).hasSize(1 + Workload.values().length);
    assertThat(lines).filteredOn(l -> l.endsWith(" exact")).isEmpty();
  }

  /** Memory is unmapped that a section still writes to; a JVM may not survive that. */
  @Test
  void withoutSectionsMemoryCannotBeTakenAway(@TempDir Path folder) {
    ChildJvm jvm = ChildJvm.with(BROKEN, "-XX:ErrorFile=" + folder.resolve("hs_err"));
    assertThatThrownBy(() ->
            assertThat(jvm.run(Workload.class, "16", "20000", "50", "200", "TRACE", "HISTOGRAM"))
                .doesNotContain("wrong:"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void isExactWhereThisLibraryRegistersThreads() throws IOException {
    assertThat(exact(ChildJvm.with().in("GLIBC_TUNABLES=glibc.pthread.rseq=0")))
        .startsWith("sections\n");
  }

  @Test
  void isExactInPlainJava() throws IOException {
    assertThat(exact(ChildJvm.with("-Ddev.elfwright.rseq=off")))
        .startsWith("plain: switched off by -Ddev.elfwright.rseq=off\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseZGC -XX:StartFlightRecording:settings=profile"})
  void isExactUnderOtherCollectorsThatAreBusyAndProfilers(String options) throws IOException {
    String[] arguments = Arrays.copyOf(ALL, ALL.length + 1);
    arguments[ALL.length] = "hammer";
    String text = ChildJvm.with((options + " -Xmx256m").split(" ")).run(Workload.class, arguments);
    assertThat(text).contains("sections\n").doesNotContain("wrong:");
    assertThat(text.lines().filter(l -> l.endsWith(" exact"))).hasSize(Workload.values().length);
  }

  private static String exact(ChildJvm jvm) throws IOException {
    String text = jvm.run(Workload.class, ALL);
    assertThat(text).doesNotContain("wrong:");
    assertThat(text.lines().filter(l -> l.endsWith(" exact"))).hasSize(Workload.values().length);
    return text;
  }
}
