package dev.elfwright.cli.livepatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.DebianKernel;
import dev.elfwright.testkit.Tool;
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

/** What {@code livepatch verify} says of livepatches that a kernel would load. */
class VerifyCommandTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();

  /** A livepatch that replaces one function of the kernel. */
  private static final String MODULE =
      """
      #include <linux/livepatch.h>
      #include <linux/module.h>
      #include <linux/seq_file.h>
      %s
      static struct klp_func functions[] = { { .old_name = "%s", .new_func = made }, { } };
      static struct klp_object objects[] = { { .funcs = functions }, { } };
      static struct klp_patch patch = { .mod = THIS_MODULE, .objs = objects };
      static int __init start(void) { return klp_enable_patch(&patch); }
      static void __exit stop(void) { }
      module_init(start);
      module_exit(stop);
      MODULE_LICENSE("GPL");
      MODULE_INFO(livepatch, "Y");
      """;

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Path livepatch(String function, String body) throws IOException {
    Files.writeString(folder.resolve("made.c"), MODULE.formatted(body, function));
    Files.writeString(folder.resolve("Makefile"), "obj-m := made.o\n");
    Tool.run(List.of("make", "-s", "-C", DEBIAN.headers().toString(), "M=" + folder, "modules"));
    return folder.resolve("made.ko");
  }

  private int verify(Path module, String... options) {
    out.reset();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    List<String> command = new ArrayList<>(List.of("livepatch", "verify", module.toString()));
    command.addAll(List.of("--kernel", DEBIAN.release(), "--root", DEBIAN.root().toString()));
    command.addAll(List.of(options));
    return new Elfwright(terminal).run(command.toArray(String[]::new));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Callers of do_exit have no code for its return. */
  @Test
  void whatNeverReturnedAndNowReturnsIsAnError() throws IOException {
    Path module = livepatch("do_exit", "static void made(long code) { pr_info(\"%ld\", code); }");

    assertThat(verify(module)).isEqualTo(ExitCode.FINDING);
    assertThat(printed())
        .contains("when the livepatch is loaded:", "  replaces do_exit\n")
        .containsPattern(
            "error: vmlinux:do_exit: \\w+\\+0x[0-9a-f]+ calls it and stays, and has no code behind"
                + " the call");
    assertThat(verify(module, "--json")).isEqualTo(ExitCode.FINDING);
    assertThat(printed())
        .contains("\"kind\": \"never-returns\"", "\"isBroken\": true", "\"function\": \"do_exit\"");
  }

  /** A compiler may have merged calls of what only computes; nothing shows whether it did. */
  @Test
  void whatOnlyComputedAndNowDoesMoreIsAWarning() throws IOException {
    Path module =
        livepatch(
            "int_sqrt",
            "static unsigned long made(unsigned long x) { pr_info(\"%lu\", x); return x / 2; }");

    assertThat(verify(module)).isEqualTo(ExitCode.OK);
    assertThat(printed())
        .containsPattern("warning: vmlinux:int_sqrt: \\w+\\+0x[0-9a-f]+ calls it and stays")
        .contains("only computes", "the new one does more");
  }

  @Test
  void whatDoesAsItsCallersExpectIsInOrder() throws IOException {
    Path module =
        livepatch("int_sqrt", "static unsigned long made(unsigned long x) { return x / 2; }");

    assertThat(verify(module)).isEqualTo(ExitCode.OK);
    assertThat(printed()).contains("  replaces int_sqrt\n").doesNotContain("error", "warning");
    assertThat(err.size()).isZero();
  }
}
