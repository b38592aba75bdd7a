package dev.elfwright.cli.elf;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code elf diff} prints, and its exit codes. */
class DiffCommandTest {
  @TempDir Path folder;
  private Path before;
  private Path after;

  @BeforeEach
  void compile() throws IOException {
    before = object("before.o", "int answer(void) { return 42; }");
    after =
        object("after.o", "int answer(void) { return 42; } int puts(void) { return answer(); }");
  }

  @Test
  void filesOfTheSameMeaningAreQuiet() {
    assertThat(diff(ExitCode.OK, before, before)).isEmpty();
    assertThat(diff(ExitCode.OK, before, before, "--json")).isEqualToIgnoringWhitespace("[]");
  }

  @Test
  void differencesAreListedByKind() {
    assertThat(diff(ExitCode.FINDING, before, after))
        .startsWith("--- " + before + "\n+++ " + after + "\nSymbols\n  + puts: section .text")
        .contains("Relocations\n", "  + R_X86_64_PLT32 answer-4 in .text: count 1\n")
        .contains("Sections\n  ~ .text: size 11 -> 22\n");
  }

  @Test
  void jsonSaysTheSame() {
    assertThat(diff(ExitCode.FINDING, before, after, "--json"))
        .contains("\"change\": \"added\"", "\"kind\": \"symbol\"", "\"name\": \"puts\"")
        .contains("\"property\": \"size\"", "\"before\": \"11\"", "\"after\": \"22\"");
  }

  @Test
  void aFileThatIsMissingOrBrokenIsNoDifference() throws IOException {
    diff(ExitCode.BAD_INPUT, before, folder.resolve("missing"));
    byte[] half = java.util.Arrays.copyOf(Files.readAllBytes(before), 200);
    diff(ExitCode.BAD_INPUT, before, Files.write(folder.resolve("half.o"), half));
  }

  private Path object(String name, String code) throws IOException {
    Path source = Files.writeString(folder.resolve("source.c"), code);
    Path output = folder.resolve(name);
    Tool.run(List.of("gcc", "-c", "-o", output.toString(), source.toString()));
    return output;
  }

  private static String diff(int exitCode, Path before, Path after, String... options) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    String[] command =
        Stream.concat(
                Stream.of("elf", "diff", before.toString(), after.toString()), Stream.of(options))
            .toArray(String[]::new);
    assertThat(new Elfwright(new Terminal(stream, stream, false)).run(command)).isEqualTo(exitCode);
    stream.flush();
    return out.toString(StandardCharsets.UTF_8);
  }
}
