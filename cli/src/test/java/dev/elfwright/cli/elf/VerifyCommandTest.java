package dev.elfwright.cli.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.verify.Rule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin/java");

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A good program, one with padding in its header that is not zero, and one cut short. */
  @BeforeEach
  void files() throws IOException {
    byte[] java = Files.readAllBytes(JAVA);
    Files.write(folder.resolve("good"), java);
    Files.write(folder.resolve("short"), Arrays.copyOf(java, 40));
    Files.writeString(folder.resolve("text"), "no ELF file");
    java[12] = 1;
    Files.write(folder.resolve("bad"), java);
  }

  private int run(String... arguments) {
    String[] command = new String[arguments.length + 2];
    command[0] = "elf";
    command[1] = "verify";
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new Elfwright(terminal).run(command);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aGoodFileHasNothingToSay() {
    assertThat(run(file("good"))).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aBrokenFileIsNamedWithTheRule() {
    assertThat(run(file("bad"))).isEqualTo(ExitCode.FINDING);
    assertThat(out.toString())
        .startsWith(file("bad") + ":\n  error: offset 0x9: ELF header:")
        .endsWith("[ident-padding]\n");
  }

  @Test
  void anIgnoredRuleFindsNothing() {
    assertThat(run("--ignore", "ident-padding", file("bad"))).isEqualTo(ExitCode.OK);
    assertThat(run("--ignore", "no-such-rule", file("bad"))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no rule 'no-such-rule', see --rules");
  }

  @Test
  void aFolderStandsForItsElfFiles() {
    assertThat(run(folder.toString())).isEqualTo(ExitCode.FINDING);
    assertThat(out.toString())
        .contains(file("bad") + ":", file("short") + ":", "[malformed]")
        .doesNotContain(file("good"), file("text"))
        .endsWith("3 files checked, 2 with findings\n");
  }

  @Test
  void aFileThatIsNotElfIsBadInput() {
    assertThat(run(file("text"))).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void jsonHasRulePlaceAndSource() {
    assertThat(run("--json", file("bad"))).isEqualTo(ExitCode.FINDING);
    assertThat(out.toString())
        .contains(
            "\"rule\": \"ident-padding\"",
            "\"severity\": \"error\"",
            "\"offset\": 9",
            "open_verify");
  }

  @Test
  void everyRuleIsListedWithItsSource() {
    assertThat(run("--rules")).isEqualTo(ExitCode.OK);
    for (Rule rule : Rule.values()) {
      assertThat(out.toString()).contains(rule.id() + " ", rule.claim(), rule.source());
    }
  }
}
