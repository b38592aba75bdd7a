package dev.elfwright.cli.livepatch;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code livepatch text} says of files that are no memory; the rest is the library's test. */
class TextCommandTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String memory) {
    Terminal terminal =
        new Terminal(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new Elfwright(terminal)
        .run(new String[] {"livepatch", "text", memory, "--kernel", "/bin/true"});
  }

  @Test
  void whatIsNoMemoryIsToldInOneLine(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "no memory ".repeat(10));
    for (String memory : new String[] {"/bin/true", text.toString(), "/nowhere"}) {
      err.reset();
      assertThat(run(memory)).isNotIn(ExitCode.OK, ExitCode.FINDING);
      assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1).contains(memory);
    }
  }
}
