package dev.elfwright.rseq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs in examples/rseq, as their users start them. */
class ExamplesTest {
  private static final Path FOLDER = Path.of("../examples/rseq");

  private static String run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", "target/classes"));
    command.add(FOLDER.resolve(program).toString());
    command.addAll(List.of(arguments));
    return Tool.run(command);
  }

  @Test
  void aMetricsRegistryCountsEverything() {
    assertThat(run("MetricsRegistry.java"))
        .isEqualTo("800000 requests, 800000 answers, 409600000 bytes\n");
  }

  @Test
  void aBufferPoolServesTenThousandVirtualThreads() {
    assertThat(run("BufferPool.java")).isEqualTo("sum 49995000, at most 64 buffers: true\n");
    assertThat(run("BufferPool.java", "robust"))
        .isEqualTo("sum 49995000, at most 64 buffers: true\nnot released: 0\n");
  }

  @Test
  void anEventTraceEndsWithTheEnd() {
    assertThat(run("EventTrace.java"))
        .matches("400008 events; the last is (END|STEP) of thread [0-3]\n");
  }

  @Test
  void eachExampleIsRun() throws IOException {
    try (var files = Files.list(FOLDER)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("MetricsRegistry.java", "BufferPool.java", "EventTrace.java");
    }
  }
}
