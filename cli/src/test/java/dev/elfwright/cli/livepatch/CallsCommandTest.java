package dev.elfwright.cli.livepatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What {@code livepatch calls} says of what is no kernel; the rest is the library's test. */
class CallsCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new Elfwright(terminal).run(arguments);
  }

  @Test
  void whatIsNoKernelIsToldInOneLine() {
    assertThat(run("livepatch", "calls", "vfs_read", "--kernel", "/bin/true"))
        .isNotIn(ExitCode.OK, ExitCode.FINDING);
    assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1).contains("/bin/true");
  }

  @Test
  void helpNamesTheObjectAndTheFunctions() {
    assertThat(run("livepatch", "calls", "--help")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("FUNCTION", "--object", "--kernel");
  }
}
