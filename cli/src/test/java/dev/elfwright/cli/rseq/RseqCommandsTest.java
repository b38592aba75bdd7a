package dev.elfwright.cli.rseq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void lintChecksTheSequencesOfFiles(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("a.s"),
        """
        .section __rseq_cs,"aw"
        .balign 32
        .quad 0, begin, end - begin, abort
        .text
        begin: addq $1,(%rdi)
        end: ret
        .long 0x53053053
        abort: ret
        """);
    Tool.run(folder, List.of("as", "-o", "good.o", "a.s"));
    Files.writeString(
        folder.resolve("a.s"),
        Files.readString(folder.resolve("a.s")).replace("begin: ", "begin: syscall; "));
    Tool.run(folder, List.of("as", "-o", "broken.o", "a.s"));
    String good = folder.resolve("good.o").toString();
    String broken = folder.resolve("broken.o").toString();
    assertThat(rseq(ExitCode.OK, "lint", good, "/bin/sh"))
        .startsWith(good + ": 1 restartable sequence\n  descriptor at 0x")
        .endsWith("/bin/sh: 0 restartable sequences\n");
    assertThat(rseq(ExitCode.FINDING, "lint", broken))
        .contains("    error: rseq-no-system-call: 0x100000000: the kernel is called\n");
    assertThat(rseq(ExitCode.FINDING, "lint", "--json", good, broken))
        .contains("\"rule\": \"rseq-no-system-call\"", "\"severity\": \"error\"", "\"length\": 4");
    assertThat(rseq(ExitCode.BAD_INPUT, "lint", folder.resolve("a.s").toString())).contains("a.s");
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
