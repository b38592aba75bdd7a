package dev.elfwright.cli.tls;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code elfwright tls layout} prints. */
class LayoutCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void compile() throws IOException {
    Files.writeString(
        folder.resolve("m.c"), "__thread char own[100]; int main(void) { return own[0]; }");
    Tool.run(folder, List.of("gcc", "m.c", "-o", "m"));
    library("small", 8, "initial-exec");
    library("large", 3000, "initial-exec");
    library("asks", 3000, "global-dynamic");
  }

  private void library(String name, int size, String model, String... flags) throws IOException {
    Files.writeString(
        folder.resolve("l.c"), "__thread char v[%d]; char *at(void) { return v; }".formatted(size));
    List<String> command =
        new ArrayList<>(List.of("gcc", "-O1", "-fPIC", "-shared", "-ftls-model=" + model));
    command.addAll(List.of(flags));
    command.addAll(List.of("l.c", "-o", name + ".so"));
    Tool.run(folder, command);
  }

  @Test
  void whatFitsFits() {
    assertThat(layout(ExitCode.OK, "--dlopen", "small.so", "--dlopen", "asks.so"))
        .contains("variant II, below the thread pointer")
        .containsPattern("/m +100 ")
        .containsPattern("small.so +8 +8 +-[0-9]+ +static\n")
        .containsPattern("asks.so +3000 +16 +dynamic +dynamic\n")
        .doesNotContain("cure");
  }

  @Test
  void programsThatAreLookedAtTogetherStayInOrder() {
    String first = folder.resolve("m").toString();
    String second = folder.resolve("n").toString();
    Tool.run(folder, List.of("cp", "m", "n"));
    String one = layout(ExitCode.OK);
    String other = one.replace(first, second);
    assertThat(layout(ExitCode.OK, second, first, first, second, first, second))
        .isEqualTo(one + other + one + one + other + one + other);
  }

  @Test
  void whatDoesNotFitIsNamedWithItsRuleAndCures() {
    assertThat(layout(ExitCode.FINDING, "--dlopen", "large.so"))
        .containsPattern(
            "large.so FAILS: .*large.so: it needs 3000 bytes aligned to 16, and [0-9]+ are free")
        .contains("[TLS-SURPLUS-BUDGET]", "cure: LD_PRELOAD=", "cure: build with")
        .containsPattern("cure: GLIBC_TUNABLES=glibc.rtld.optional_static_tls=[0-9]+ ");
  }

  @Test
  void theNamedTunableIsEnough() {
    String text = layout(ExitCode.FINDING, "--dlopen", "large.so");
    String value = text.replaceAll("(?s).*optional_static_tls=([0-9]+) .*", "$1");
    layout(
        ExitCode.OK,
        "--dlopen",
        "large.so",
        "--tunables",
        "glibc.rtld.optional_static_tls=" + value);
    layout(
        ExitCode.FINDING,
        "--dlopen",
        "large.so",
        "--tunables",
        "glibc.rtld.optional_static_tls=" + (Integer.parseInt(value) - 1));
  }

  @Test
  void theReleaseOfGlibcDecidesAboutTheRules() {
    assertThat(layout(ExitCode.FINDING, "--glibc", "2.31", "--dlopen", "large.so"))
        .contains("glibc 2.31")
        .doesNotContain("GLIBC_TUNABLES");
    assertThat(layout(ExitCode.BAD_INPUT, "--glibc", "new"))
        .isEqualTo("elfwright: --glibc new: expected such as 2.36\n");
  }

  /** A descriptor takes room when it comes first, and does without when it comes last. */
  @Test
  void anOrderThatWouldFailIsNamed() throws IOException {
    library("wide", 1500, "initial-exec");
    library("described", 400, "global-dynamic", "-mtls-dialect=gnu2");
    assertThat(layout(ExitCode.OK, "--dlopen", "wide.so", "--dlopen", "described.so"))
        .containsPattern(
            "order: with .*described.so opened before .*wide.so, .*wide.so fails: it needs 1500"
                + " bytes.* are free \\[TLS-ORDER\\]");
    assertThat(layout(ExitCode.FINDING, "--dlopen", "described.so", "--dlopen", "wide.so"))
        .containsPattern("cure: open .*wide.so before .*described.so \\[TLS-ORDER\\]");
    assertThat(layout(ExitCode.OK, "--json", "--dlopen", "wide.so", "--dlopen", "described.so"))
        .contains("\"rule\": \"TLS-ORDER\"");
    assertThat(layout(ExitCode.OK, "--dlopen", "small.so", "--dlopen", "described.so"))
        .doesNotContain("order:");
  }

  /**
   * The kernel puts the heap, and the block at its begin, at a random place behind unmapped memory
   * (/proc/sys/kernel/randomize_va_space is 2), so what glibc puts before it ends the process.
   */
  @Test
  void aPieceThatWasNeverAllocatedIsNamed() throws IOException {
    List<String> ends = new ArrayList<>();
    for (int own : List.of(8, 40)) {
      Files.writeString(
          folder.resolve("s.c"),
          """
          #include <dlfcn.h>
          #include <stdio.h>
          __thread char own[%d] __attribute__((aligned(64))) = {1};
          int main(int argc, char **argv) { return own[0] && dlopen(argv[1], RTLD_NOW) ? 0 : 1; }
          """
              .formatted(own));
      Tool.run(folder, List.of("gcc", "-static", "-w", "s.c", "-o", "m"));
      String free =
          layout(ExitCode.OK).replaceAll("(?s).*?([0-9]+) of [0-9]+ bytes are free.*", "$1");
      library("last", Integer.parseInt(free) - 32, "initial-exec");
      String end =
          Tool.run(folder, List.of("sh", "-c", "./m ./last.so; echo $?"))
              .lines()
              .toList()
              .getLast();
      ends.add(end);
      String text = layout(end.equals("0") ? ExitCode.OK : ExitCode.FINDING, "--dlopen", "last.so");
      assertThat(text.contains("[TLS-BLOCK-OVERRUN]")).as(text).isEqualTo(end.equals("139"));
    }
    assertThat(ends).containsExactlyInAnyOrder("0", "139");
  }

  /** What a dlclose gives back counts only when it lies at the end. */
  @Test
  void whatIsClosedMakesRoomAtTheEndOnly() throws IOException {
    library("one", 1000, "initial-exec");
    library("two", 1000, "initial-exec");
    assertThat(layout(ExitCode.FINDING, "--dlopen", "one.so", "--dlopen", "two.so"))
        .contains("two.so FAILS");
    assertThat(
            layout(ExitCode.OK, "--dlopen", "one.so", "--dlclose", "one.so", "--dlopen", "two.so"))
        .containsPattern("dlclose .*one.so, 1656 bytes free; taken out: .*one.so\n");
    assertThat(
            layout(
                ExitCode.FINDING,
                "--json",
                "--dlopen",
                "one.so",
                "--dlopen",
                "small.so",
                "--dlclose",
                "one.so",
                "--dlopen",
                "two.so"))
        .contains("\"opensBefore\": 2", "\"rule\": \"TLS-SURPLUS-BUDGET\"");
    assertThat(
            layout(
                ExitCode.FINDING,
                "--dlopen",
                "one.so",
                "--dlopen",
                "one.so",
                "--dlclose",
                "one.so",
                "--dlopen",
                "two.so"))
        .contains("; nothing is taken out\n");
    assertThat(layout(ExitCode.BAD_INPUT, "--dlclose", "one.so", "--dlopen", "one.so"))
        .isEqualTo(
            "elfwright: --dlclose %s: expected a --dlopen of the same name before it%n"
                .formatted(folder.resolve("one.so")));
  }

  /** Whose variable it is, and so who takes room, is what RTLD_GLOBAL decides. */
  @Test
  void whatIsGlobalIsBoundToByWhatComesLater() throws IOException {
    library("public", 64, "global-dynamic");
    assertThat(layout(ExitCode.OK, "--dlopen", "public.so", "--dlopen", "small.so"))
        .containsPattern("public.so +64 +\\d+ +dynamic ")
        .containsPattern("small.so +8 +8 +-[0-9]+ +static\n");
    assertThat(layout(ExitCode.OK, "--dlopen-global", "public.so", "--dlopen", "small.so"))
        .containsPattern("small.so +8 +8 +dynamic +static\n")
        .contains("dlopen " + folder.resolve("small.so") + ", 1600 bytes free");
  }

  @Test
  void dataHasTheSame() {
    assertThat(layout(ExitCode.FINDING, "--json", "--dlopen", "large.so"))
        .contains(
            "\"kind\": \"dynamically-linked\"",
            "\"variant\": \"below-thread-pointer\"",
            "\"rule\": \"TLS-SURPLUS-BUDGET\"",
            "\"place\": \"none\"",
            "\"kind\": \"tunable\"");
  }

  @Test
  void muslHasNoLimitAndNoInitialExec() {
    Tool.run(folder, List.of("musl-gcc", "m.c", "-o", "m"));
    assertThat(layout(ExitCode.OK, "--dlopen", "asks.so")).contains(": musl", "no limit");
    assertThat(layout(ExitCode.FINDING, "--dlopen", "small.so")).contains("[TLS-STATIC-DLOPEN]");
  }

  private String layout(int code, String... more) {
    List<String> command =
        new ArrayList<>(List.of("tls", "layout", folder.resolve("m").toString()));
    for (String word : more) {
      command.add(word.endsWith(".so") ? folder.resolve(word).toString() : word);
    }
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertThat(new Elfwright(new Terminal(out, out, false)).run(command.toArray(String[]::new)))
        .as(() -> bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(code);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
