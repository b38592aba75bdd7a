package dev.elfwright.cli.rseq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What {@code elfwright rseq} prints. */
class RseqCommandsTest {
  @Test
  void infoTellsEverythingInWords() {
    assertThat(rseq(ExitCode.OK, "info"))
        .startsWith("restartable sequences work\n  machine       x86_64, Linux ")
        .containsPattern(
            "  libc says     __rseq_offset -?[0-9]+, __rseq_size [0-9]+, __rseq_flags 0\n")
        .containsPattern("  kernel says   AT_RSEQ_FEATURE_SIZE ([0-9]+|none), AT_RSEQ_ALIGN ")
        .contains("  registration  yes: by libc, for every thread\n")
        .contains("  self-test     yes: a section that was interrupted started again");
  }

  @Test
  void infoTellsEverythingAsData() {
    assertThat(rseq(ExitCode.OK, "info", "--json"))
        .contains(
            "\"available\": true",
            "\"reason\": null",
            "\"by\": \"libc\"",
            "\"name\": \"mm_cid\"",
            "\"name\": \"slice_ctrl\"");
  }

  private static String rseq(int exitCode, String... arguments) {
    var text = new ByteArrayOutputStream();
    String[] all = new String[arguments.length + 1];
    all[0] = "rseq";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    int code;
    try (var out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
      code = new Elfwright(new Terminal(out, out, false)).run(all);
    }
    assertThat(code).as(text.toString(StandardCharsets.UTF_8)).isEqualTo(exitCode);
    return text.toString(StandardCharsets.UTF_8);
  }
}
