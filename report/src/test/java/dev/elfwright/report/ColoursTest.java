package dev.elfwright.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The colours of the style sheet, by WCAG 2.2's formulas. */
class ColoursTest {
  /** 1.4.3 Contrast (Minimum), for text of ordinary size. */
  private static final double LEAST = 4.5;

  private static String css() throws IOException {
    try (InputStream in = Page.class.getResourceAsStream("page.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<MatchResult> all(String regex) throws IOException {
    return Pattern.compile(regex).matcher(css()).results().toList();
  }

  @Test
  void namesInATreeMapCanBeReadOnEachColourInTheLightAndInTheDark() throws IOException {
    String ink = all("\\.leaf \\+ text \\{ fill: (#\\w{6})").getFirst().group(1);
    List<MatchResult> fills = all("--f\\d: (#\\w{6})");
    assertThat(fills).hasSize(2 * Palette.SIZE);
    assertThat(fills)
        .allSatisfy(fill -> assertThat(contrast(ink, fill.group(1))).isGreaterThan(LEAST));
  }

  private static double contrast(String a, String b) {
    double one = luminance(a) + 0.05;
    double other = luminance(b) + 0.05;
    return Math.max(one, other) / Math.min(one, other);
  }

  private static double luminance(String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
  }

  private static double linear(int channel) {
    double c = (channel & 0xff) / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
