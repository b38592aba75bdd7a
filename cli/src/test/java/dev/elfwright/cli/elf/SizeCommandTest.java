package dev.elfwright.cli.elf;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code elf size} prints. */
class SizeCommandTest {
  private static final String LS = "/usr/bin/ls";

  @TempDir Path folder;

  @Test
  void theFirstLineIsTheWholeFile() {
    assertThat(size(ExitCode.OK, LS))
        .containsPattern("^ +\\d+ KiB +100.0%  /usr/bin/ls\n")
        .contains(" .text\n", " .rodata\n", "LOAD ");
  }

  @Test
  void jsonHasTheSizeInBytes() throws IOException {
    assertThat(size(ExitCode.OK, LS, "--json"))
        .contains("\"kind\": \"file\"", "\"bytes\": " + Files.size(Path.of(LS)));
  }

  @Test
  void thePageHasAnAreaForEachLargeSection() throws IOException {
    Path page = folder.resolve("page.html");
    assertThat(size(ExitCode.OK, LS, "-o", page.toString())).isEmpty();
    assertThat(Files.readString(page))
        .contains("<svg role=\"img\"", "<title>.text: ", "<title>.rodata: ", "LOAD ")
        .doesNotContain("<script", "http");
  }

  @Test
  void whatGrewIsInBytes() throws IOException {
    Path longer = folder.resolve("longer");
    byte[] bytes = Files.readAllBytes(Path.of(LS));
    Files.write(longer, java.util.Arrays.copyOf(bytes, bytes.length + 100));
    assertThat(size(ExitCode.OK, "--diff", LS, longer.toString()))
        .contains(bytes.length + "       " + (bytes.length + 100) + "         +100  " + longer)
        .contains("not loaded", "padding and gaps")
        .doesNotContain(".text");
    size(ExitCode.USAGE, "--diff", LS);
  }

  private static String size(int exitCode, String... arguments) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    String[] command =
        Stream.concat(Stream.of("elf", "size"), Stream.of(arguments)).toArray(String[]::new);
    assertThat(new Elfwright(new Terminal(stream, stream, false)).run(command)).isEqualTo(exitCode);
    stream.flush();
    return out.toString(StandardCharsets.UTF_8);
  }
}
