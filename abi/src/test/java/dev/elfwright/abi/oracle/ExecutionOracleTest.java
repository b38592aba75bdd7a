package dev.elfwright.abi.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.abi.diff.AbiDiff;
import dev.elfwright.abi.diff.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether a change breaks a program is seen by running the program with the new library; what we
 * say of it has to agree, by gcc and clang, with copied variables and without, with debugging
 * information and stripped. Without it, what only types tell is not seen, and that is said.
 */
class ExecutionOracleTest {
  private static final List<String> PROGRAMS = List.of("copy", "pic");

  @TempDir Path folder;

  static Stream<Arguments> cases() {
    return Case.all().stream()
        .flatMap(c -> Stream.of(Arguments.of(c, "gcc"), Arguments.of(c, "clang-14")));
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(Case.all()).hasSizeGreaterThanOrEqualTo(40);
    assertThat(Case.all()).extracting(Case::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void verdictsAgreeWithRuns(Case it, String compiler) throws IOException, InterruptedException {
    Bench bench = new Bench(folder, it, compiler);
    bench.build();
    compare(it, bench, true);
    bench.strip();
    compare(it, bench, false);
  }

  private static void compare(Case it, Bench bench, boolean hasDebugging)
      throws IOException, InterruptedException {
    AbiDiff diff = bench.diff();
    assertThat(diff.sawTypes()).isEqualTo(hasDebugging);
    for (String program : PROGRAMS) {
      assertThat(bench.works(program, "old")).as("the program works at first").isTrue();
      boolean isBroken = !bench.works(program, "new");
      assertThat(isBroken)
          .as("%s is broken, as when the case was written", program)
          .isEqualTo(it.has("breaks:all") || it.has("breaks:" + program));
      Verdict verdict = bench.verdict(diff, program);
      boolean isVisible = hasDebugging || !it.seesTypes();
      assertThat(verdict.isBroken())
          .as(
              "%s, debugging information: %s, breaks by %s; changes %s",
              program,
              hasDebugging,
              verdict.breaks(),
              diff.changes().stream().map(c -> c.rule().id() + " " + c.message()).toList())
          .isEqualTo(isBroken && isVisible);
    }
  }
}
