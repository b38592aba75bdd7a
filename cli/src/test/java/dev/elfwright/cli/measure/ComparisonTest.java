package dev.elfwright.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.output.Json;
import dev.elfwright.link.measure.Comparison;
import dev.elfwright.link.measure.Launch;
import dev.elfwright.link.measure.Measure;
import dev.elfwright.link.measure.MeasureOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Comparison COMPARISON = measured(2);

  private static Comparison measured(int traces) {
    Map<String, String> environment = Map.of("SECRET", "do-not-print");
    return Measure.compare(
        new Launch(Path.of("/bin/ls"), List.of("/proc/self"), environment),
        new Launch(Path.of("/bin/true"), List.of("/proc/self"), environment),
        MeasureOptions.defaults().withPairs(3).withTracedRuns(traces));
  }

  @Test
  void theTableNamesBothSidesAndAllMeasures() {
    assertThat(ComparisonText.of(COMPARISON))
        .contains("times as fast", "3 pairs", "ls", "true", "system calls", "page faults")
        .contains("to main", "time line: stopped by ");
  }

  @Test
  void withoutTracesTheTableLeavesOutWhatIsNotKnown() {
    assertThat(ComparisonText.of(measured(0)))
        .contains("wall time, median", "page faults")
        .doesNotContain("to main", "system calls", "relocation");
  }

  @Test
  void jsonHoldsEveryRunAndNoEnvironment() {
    ComparisonValue value = ComparisonValue.of(COMPARISON);
    assertThat(value.a().wallNanos()).hasSize(3);
    assertThat(Json.of(value))
        .contains("\"first-constructor\"", "\"stoppedBy\": \"")
        .contains("\"ratio\"", "\"systemCalls\"", "\"/bin/true\"")
        .doesNotContain("do-not-print", "SECRET");
  }

  @Test
  void thePageShowsTheTimeLineAndHowToMeasureAgain() {
    assertThat(ComparisonPage.of(COMPARISON, "elfwright link measure <this>").toHtml())
        .contains("From exec to exit", "measure &lt;this&gt;")
        .contains("relocation and symbol lookup", "stopped by")
        .doesNotContain("do-not-print");
  }
}
