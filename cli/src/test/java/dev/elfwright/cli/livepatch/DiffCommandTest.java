package dev.elfwright.cli.livepatch;

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

/** What {@code livepatch diff}, {@code sections} and the commands for assembly print. */
class DiffCommandTest {
  private static final String SOURCE =
      """
      int step = %d;
      int f(int x) { return x + %d; }
      int g(int x) { return x + step; }
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private String compile(String name, String source, String... flags) throws IOException {
    Files.writeString(folder.resolve(name + ".c"), source);
    var command = new java.util.ArrayList<>(List.of("gcc", "-O2", "-fno-pic", "-pg", "-mfentry"));
    command.addAll(List.of("-ffunction-sections", "-fdata-sections", "-fcf-protection=none"));
    command.addAll(List.of(flags));
    command.add(name + ".c");
    Tool.run(folder, command);
    return folder.resolve(name + (List.of(flags).contains("-S") ? ".s" : ".o")).toString();
  }

  private int run(String... arguments) {
    var command = new java.util.ArrayList<>(List.of("livepatch"));
    command.addAll(List.of(arguments));
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new Elfwright(terminal).run(command.toArray(String[]::new));
  }

  /** One line each, the code of a bad input, and nothing written. */
  @Test
  void whatCannotBeComparedIsRefusedInOneLine() throws IOException {
    String before = compile("before", SOURCE.formatted(1, 2), "-c");
    String after = compile("after", SOURCE.formatted(1, 3), "-c");
    String lto = compile("lto", SOURCE.formatted(1, 3), "-c", "-flto");
    Tool.run(folder, List.of("strip", "-o", "stripped.o", after));
    Tool.run(folder, List.of("clang-14", "-O2", "-c", "after.c", "-o", "clang.o"));
    Tool.run(folder, List.of("clang-14", "-flto", "-c", "after.c", "-o", "bitcode.o"));
    refused("is stripped", before, folder.resolve("stripped.o").toString());
    refused("compile it without -flto", before, lto);
    refused("LLVM bitcode", before, folder.resolve("bitcode.o").toString());
    refused("was compiled by GCC", before, folder.resolve("clang.o").toString());
    refused("no such file", before, folder.resolve("absent.o").toString());
  }

  private void refused(String reason, String before, String after) {
    err.reset();
    Path output = folder.resolve("refused.o");
    assertThat(run("diff", before, after, "-o", output.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString(StandardCharsets.UTF_8).lines().toList())
        .singleElement()
        .asString()
        .contains(reason);
    assertThat(output).doesNotExist();
  }

  @Test
  void aChangedFunctionIsWrittenAndNamed() throws IOException {
    String before = compile("before", SOURCE.formatted(1, 2), "-c");
    String after = compile("after", SOURCE.formatted(1, 3), "-c");
    Path output = folder.resolve("out.o");
    assertThat(run("diff", before, after, "-o", output.toString())).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("changed function f\n");
    assertThat(Tool.output(List.of("nm", output.toString())))
        .contains(" t f\n")
        .doesNotContain(" g\n", "step");
  }

  @Test
  void aChangedVariableIsRefusedInOneLineAndNothingIsWritten() throws IOException {
    String before = compile("before", SOURCE.formatted(1, 2), "-c");
    String after = compile("after", SOURCE.formatted(5, 2), "-c");
    Path output = folder.resolve("out.o");
    assertThat(run("diff", before, after, "-o", output.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("variable step");
    assertThat(output).doesNotExist();
  }

  @Test
  void nothingChangedIsAFinding() throws IOException {
    String before = compile("before", SOURCE.formatted(1, 2), "-c");
    assertThat(run("diff", before, before)).isEqualTo(ExitCode.FINDING);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("nothing that runs has changed");
  }

  @Test
  void jsonSaysWhy() throws IOException {
    String before = compile("before", SOURCE.formatted(1, 2), "-c");
    String after = compile("after", SOURCE.formatted(1, 3), "-c");
    assertThat(run("diff", before, after, "--json")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"verdict\": \"carried\"", "\"name\": \"f\"", "\"why\": \"its code differs");
  }

  @Test
  void specialSectionsAreListedAndUnknownOnesAreFound() throws IOException {
    String object =
        compile(
            "tables",
            "int f(int x) { return x; }\n"
                + "__attribute__((used, section(\"__future\"))) static void *site = f;",
            "-c",
            "-mrecord-mcount");
    assertThat(run("sections", object)).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("__mcount_loc +8 +1 of 8 +rebuilt")
        .containsPattern("__future +8 +unknown");
    assertThat(run("sections", "--unknown", object)).isEqualTo(ExitCode.FINDING);
  }

  @Test
  void assemblyIsComparedShownAndFollowed() throws IOException {
    String before = compile("before", SOURCE.formatted(1, 2), "-S");
    String after = compile("after", SOURCE.formatted(1, 3), "-S");
    assertThat(run("asm-diff", before, after, "-s")).isEqualTo(ExitCode.FINDING);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("changed function f\n")
        .contains("- leal");
    out.reset();
    assertThat(run("asm-show", before, "g")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("g:").contains("step");
    out.reset();
    assertThat(run("asm-calls", before, "__fentry__")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("f -> __fentry__\ng -> __fentry__\n");
  }
}
