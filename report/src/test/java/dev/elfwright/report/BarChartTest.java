package dev.elfwright.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Bars are as long as what they stand for. */
class BarChartTest {
  @Test
  void linesAreAnEighthOfAColumnFine() {
    // 30 columns: 1 of name, 3 of value, 2 between; 24 for the longest.
    assertThat(text(30, 192, 8, 9, 12, 15, 1, 0))
        .containsExactly(
            "x " + "█".repeat(24) + " 192",
            "x █ 8",
            "x █▏ 9",
            "x █▌ 12",
            "x █▉ 15",
            "x ▏ 1",
            "x  0");
  }

  @Test
  void whatIsNotNothingIsSeen() {
    assertThat(text(30, 1_000_000, 1).getLast()).isEqualTo("x ▏ 1");
    assertThat(text(30, -1_000_000, -1).getLast()).endsWith("▐ -1");
  }

  @Test
  void negativeOnesEndWhereTheOthersBegin() {
    assertThat(text(31, 12, -12, -6))
        .containsExactly(
            "x " + " ".repeat(13) + "█".repeat(12) + " 12",
            "x " + "█".repeat(13) + " -12",
            "x " + " ".repeat(6) + "▐" + "█".repeat(6) + " -6");
  }

  @Test
  void noLineIsTooLong() {
    BarChart chart =
        new BarChart(
            "", List.of(new BarChart.Bar("n".repeat(200), 5, "5"), new BarChart.Bar("", 1, "1")));
    assertThat(chart.toText(60).lines()).allMatch(l -> l.length() <= 60);
    assertThat(chart.toText(60)).startsWith("n".repeat(29) + "…");
    assertThat(new BarChart("", List.of()).toText(60)).isEmpty();
  }

  @Test
  void thePictureHasTheSameLengths() throws Exception {
    BarChart chart =
        new BarChart(
            "a <b>",
            List.of(
                new BarChart.Bar("<one>", 4, "4"),
                new BarChart.Bar("two & \u202e", 1, "1"),
                new BarChart.Bar("three", -2, "-2")));
    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(chart.toSvg())));
    NodeList bars = picture.getElementsByTagName("rect");
    List<Double> lengths = new ArrayList<>();
    for (int i = 0; i < bars.getLength(); i++) {
      lengths.add(Double.parseDouble(((Element) bars.item(i)).getAttribute("width")));
    }
    assertThat(lengths.get(0) / lengths.get(1)).isBetween(3.9, 4.1);
    assertThat(lengths.get(0) / lengths.get(2)).isBetween(1.9, 2.1);
    assertThat(picture.getDocumentElement().getTextContent())
        .contains("a <b>", "<one>", "two & \\u202e");
  }

  @Test
  void whatHasNoLengthIsRefused() {
    assertThatThrownBy(() -> new BarChart.Bar("x", Double.NaN, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> text(int columns, long... values) {
    List<BarChart.Bar> bars = new ArrayList<>();
    for (long value : values) {
      bars.add(new BarChart.Bar("x", value, Long.toString(value)));
    }
    return new BarChart("", bars).toText(columns).lines().toList();
  }
}
