package dev.elfwright.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Chromium;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a browser makes of a page. */
class ScreenTest {
  @TempDir Path folder;

  @Test
  void everySeriesHasItsColour() throws Exception {
    Set<Integer> light = colours(screenshot(List.of()));
    assertThat(light).contains(0x4383c3, 0xe07b39, 0xd4a017, 0xf7f7f5, 0xffffff);
  }

  @Test
  void theDarkHasColoursOfItsOwn() throws Exception {
    Set<Integer> dark = colours(screenshot(List.of("--blink-settings=preferredColorScheme=0")));
    assertThat(dark).contains(0x5b9bd9, 0xee9257, 0x141517).doesNotContain(0xffffff);
  }

  @Test
  void nothingSticksOutOnAPhone() throws Exception {
    String html = Sample.page().toHtml();
    assertThat(excessOnAPhone(html)).isZero();
    String broken = html.replace("<main>", "<main><div style='width:400px'>x</div>");
    assertThat(excessOnAPhone(broken)).isPositive();
  }

  /**
   * By how many pixels a page is wider than a phone. Shown in a frame, for Chromium's own window
   * has a least width of 500.
   */
  private int excessOnAPhone(String html) throws Exception {
    String tell =
        "<script>const r = document.documentElement;"
            + " parent.postMessage(r.scrollWidth - r.clientWidth, '*')</script>";
    Files.writeString(folder.resolve("page.html"), html.replace("</body>", tell + "</body>"));
    Path frame = folder.resolve("frame.html");
    Files.writeString(
        frame,
        """
        <!DOCTYPE html><title>none</title>
        <script>onmessage = e => document.title = 'excess ' + e.data</script>
        <iframe src="page.html" width="360" height="800" style="border:0"></iframe>
        """);
    String dom = browse(List.of("--dump-dom", frame.toUri().toString()));
    Matcher excess = Pattern.compile("excess (\\d+)").matcher(dom);
    assertThat(excess.find()).as(dom).isTrue();
    return Integer.parseInt(excess.group(1));
  }

  private BufferedImage screenshot(List<String> options) throws Exception {
    Path page = folder.resolve("page.html");
    Path image = folder.resolve("page.png");
    Sample.page().write(page);
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(
        List.of("--window-size=900,1600", "--screenshot=" + image, page.toUri().toString()));
    browse(arguments);
    return ImageIO.read(image.toFile());
  }

  private String browse(List<String> arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process browser =
        new ProcessBuilder(Chromium.command(folder.resolve("profile"), arguments))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!browser.waitFor(120, TimeUnit.SECONDS)) {
      browser.destroyForcibly();
      throw new IOException("the browser does not end");
    }
    return Files.readString(output);
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
}
