package dev.elfwright.cli.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code elfwright abi plan} prints. */
class PlanCommandTest {
  @TempDir private Path folder;

  private String plan(int code, String struct, String... more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.h"),
            """
            struct rseq {
              __u32 cpu_id_start, cpu_id;
              __u64 rseq_cs;
              __u32 flags;
            } __attribute__((aligned(32)));
            struct clone_args {
              __aligned_u64 flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
            };
            """);
    List<String> command =
        new ArrayList<>(List.of("abi", "plan", struct, "--from", file.toString()));
    command.addAll(List.of(more));
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertThat(new Elfwright(new Terminal(out, out, false)).run(command.toArray(String[]::new)))
        .as(() -> bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(code);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void rseqIsProposedWith33Bytes() throws IOException {
    assertThat(
            plan(
                ExitCode.FINDING,
                "rseq",
                "--add",
                "__u32 node_id; __u32 mm_cid",
                "--add",
                "__u32 slice_ctrl"))
        .contains("[EXT-SIZE-BOUNDARY]", "[EXT-TAIL-NO-PADDING-REUSE]", "proposed: family A")
        .contains(
            "#define RSEQ_SIZE_VER0 20\n#define RSEQ_SIZE_VER1 28\n#define RSEQ_SIZE_VER2 33\n");
  }

  @Test
  void cloneArgsIsGoodAsItIsPlanned() throws IOException {
    assertThat(plan(ExitCode.OK, "clone_args", "--add", "__aligned_u64 set_tid, set_tid_size"))
        .containsPattern("K: .*: safe\n  consumer +provider 0 \\(64\\) +provider 1 \\(80\\)\n")
        .contains("proposed: family K", ", as planned");
  }

  @Test
  void dataHasTheSame() throws IOException {
    assertThat(plan(ExitCode.OK, "clone_args", "--add", "__aligned_u64 set_tid", "--json"))
        .contains("\"good\": true", "\"family\": \"K\"", "\"outcome\": \"refused\"");
  }

  @Test
  void whatIsNotUnderstoodIsOneLine() throws IOException {
    assertThat(plan(ExitCode.BAD_INPUT, "clone_args", "--add", "foo_t x"))
        .isEqualTo("elfwright: 'foo_t x': 'foo_t' is no type whose size is known here\n");
  }
}
