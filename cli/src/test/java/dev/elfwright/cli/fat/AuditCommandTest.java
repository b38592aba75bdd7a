package dev.elfwright.cli.fat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.Chromium;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fat audit} prints. */
class AuditCommandTest {
  private static final String DOWNLOADS = "../target/apt";

  @TempDir Path folder;

  @Test
  void textSaysWhatBecomesOfEachPath() {
    assertThat(audit(ExitCode.FINDING, "busybox", "mount", "bash"))
        .startsWith("3 packages for amd64, arm64, ")
        .contains(
            "E1  ELF, has to be fat",
            "slices aligned to 64 KiB",
            "can run their arm64 slice from fat files alone",
            "worth to be fattened",
            "X1 set-user-ID, capabilities, attributes: 2\n",
            "mount: mode 4755, owner 0:0");
  }

  @Test
  void jsonHasEveryPath() {
    assertThat(audit(ExitCode.FINDING, "busybox", "--json"))
        .contains("\"path\": \"/bin/busybox\"", "\"pathClass\": \"fat\"", "\"seed\": 1");
  }

  @Test
  void thePageHasItsChartsInABrowser() throws Exception {
    Path page = folder.resolve("page.html");
    assertThat(audit(ExitCode.FINDING, "busybox", "mount", "bash", "-o", page.toString()))
        .isEmpty();
    assertThat(Files.readString(page))
        .contains("<svg role=\"img\"", "<title>ELF, has to be fat", "Which binaries are worth")
        .doesNotContain("<script", "http");
    assertThat(colours(screenshot(page))).contains(0x4383c3, 0xe07b39, 0xf7f7f5, 0xffffff);
  }

  private BufferedImage screenshot(Path page) throws IOException, InterruptedException {
    Path image = folder.resolve("page.png");
    Process browser =
        new ProcessBuilder(
                Chromium.command(
                    folder.resolve("profile"),
                    List.of(
                        "--window-size=1000,1800",
                        "--screenshot=" + image,
                        page.toUri().toString())))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(browser.waitFor()).isZero();
    return ImageIO.read(image.toFile());
  }

  private static Set<Integer> colours(BufferedImage image) {
    Set<Integer> found = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        found.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return found;
  }

  @Test
  void wrongWordsAreToldInALine() throws IOException {
    assertThat(audit(ExitCode.BAD_INPUT, "no-such-package"))
        .isEqualTo("elfwright: no package is called 'no-such-package'\n");
    Path broken = Files.writeString(folder.resolve("broken.deb"), "!<arch>\nnonsense");
    assertThat(audit(ExitCode.BAD_INPUT, broken.toString()))
        .startsWith("elfwright: " + broken + ": ")
        .hasLineCount(1);
    assertThat(run(ExitCode.BAD_INPUT, List.of("fat", "audit", "bash", "--archs", "amd64,vox")))
        .isEqualTo("elfwright: no target is called 'vox'\n");
    assertThat(audit(ExitCode.USAGE, "bash", "--share", "2")).contains("a number from 0 to 1");
    assertThat(run(ExitCode.USAGE, List.of("fat", "audit", "bash"))).contains("--archs");
  }

  private static String audit(int exitCode, String... arguments) {
    return run(
        exitCode,
        Stream.concat(
                Stream.of("fat", "audit", "--archs", "amd64,arm64", "--download", DOWNLOADS),
                Stream.of(arguments))
            .toList());
  }

  private static String run(int exitCode, List<String> command) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    int code =
        new Elfwright(new Terminal(stream, stream, false)).run(command.toArray(String[]::new));
    stream.flush();
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(text).isEqualTo(exitCode);
    return text;
  }
}
