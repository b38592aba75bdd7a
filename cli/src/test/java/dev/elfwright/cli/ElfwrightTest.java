package dev.elfwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every command has in common: exit codes, errors in one line, help. */
class ElfwrightTest {
  /** A dynamic program that is there wherever this test runs. */
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(run("--version")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEqualTo("elfwright " + System.getProperty("elfwright.version") + "\n");
  }

  @Test
  void withoutACommandTheHelpGoesToStandardError() {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(out()).isEmpty();
    assertThat(err()).startsWith("Usage: elfwright").contains("link", "tour", "Exit codes:");
  }

  @Test
  void helpThatIsAskedForGoesToStandardOutput() {
    assertThat(run("link", "fuse", "--help")).isEqualTo(ExitCode.OK);
    assertThat(out()).startsWith("Usage: elfwright link fuse").contains("--aslr", "--keep");
    assertThat(err()).isEmpty();
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    assertThat(run("lnk")).isEqualTo(ExitCode.USAGE);
    assertThat(err()).contains("'lnk'").contains("try 'elfwright --help'");
  }

  @Test
  void aChoiceOutsideOfItsWordsIsAUsageErrorThatNamesThem() {
    assertThat(run("link", "fuse", "a", "-o", "b", "--aslr=never")).isEqualTo(ExitCode.USAGE);
    assertThat(err()).contains("expected process or epoch but was 'never'");
  }

  @Test
  void aMissingFileIsBadInputInOneLine() {
    assertThat(run("link", "deps", "/nowhere/at/all")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err()).isEqualTo("elfwright: /nowhere/at/all: no such file\n");
  }

  @Test
  void aFileThatIsNotElfIsBadInputInOneLine() {
    assertThat(run("link", "deps", "/etc/passwd")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err()).startsWith("elfwright: /etc/passwd: ").hasLineCount(1);
  }

  @Test
  void depsNamesTheRuleThatFoundALibrary() {
    assertThat(run("link", "deps", JAVA)).isEqualTo(ExitCode.OK);
    assertThat(out()).startsWith(JAVA + "\n").contains("libc.so.6 => ", "(ld.so.cache)");
  }

  @Test
  void depsAsJsonHasEveryObject() {
    assertThat(run("link", "deps", "--json", JAVA)).isEqualTo(ExitCode.OK);
    assertThat(out()).startsWith("[\n").contains("\"file\": \"" + JAVA + "\"", "libc.so.6");
  }

  @Test
  void resolveShowsOneSymbolOnly() {
    assertThat(run("link", "resolve", JAVA, "--symbol", "JLI_Launch")).isEqualTo(ExitCode.OK);
    assertThat(out()).contains("  JLI_Launch").contains("libjli.so").doesNotContain("malloc");
  }

  @Test
  void whatCannotBeFusedIsRefusedInOneLineAndNothingIsWritten(@TempDir Path folder) {
    Path fused = folder.resolve("fused");
    int exitCode = run("link", "fuse", "/etc/passwd", "-o", fused.toString());
    assertThat(exitCode).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err()).startsWith("elfwright: /etc/passwd: ").hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void onlyAFusedProgramCanBeRefreshed() {
    assertThat(run("link", "refresh", JAVA)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err()).isEqualTo("elfwright: " + JAVA + ": is not a fused program\n");
  }

  @Test
  void refreshingWhatHasNotChangedDoesNothing(@TempDir Path folder) {
    Path fused = folder.resolve("true");
    assertThat(run("link", "fuse", "/usr/bin/true", "-o", fused.toString())).isEqualTo(ExitCode.OK);
    assertThat(run("link", "refresh", fused.toString())).isEqualTo(ExitCode.OK);
    assertThat(out()).endsWith(fused + ": nothing has changed\n");
  }

  private int run(String... args) {
    var terminal = new Terminal(stream(out), stream(err), false);
    int exitCode = new Elfwright(terminal).run(args);
    terminal.flush();
    return exitCode;
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
