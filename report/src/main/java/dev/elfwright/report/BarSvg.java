package dev.elfwright.report;

import java.util.Locale;

/** Draws bars as an SVG file of its own. Lengths are pixels. */
final class BarSvg {
  private static final int WIDTH = 860;
  private static final int MARGIN = 16;
  private static final int NAMES = 280;
  private static final int VALUES = 110;
  private static final int ROW = 24;
  private static final int HEAD = 34;

  private static final String STYLE =
      """
      svg { background: #ffffff } text { font: 13px system-ui, sans-serif; fill: #1c1d1f }
      .title { font-weight: 600; font-size: 15px } rect { fill: #3f7fbf }
      @media (prefers-color-scheme: dark) {
        svg { background: #1d1f22 } text { fill: #ececea } rect { fill: #5b9bd9 } }
      """;

  private final BarChart chart;

  BarSvg(BarChart chart) {
    this.chart = chart;
  }

  @Override
  public String toString() {
    int top = chart.title().isEmpty() ? MARGIN : HEAD + MARGIN / 2;
    int height = top + ROW * chart.bars().size() + MARGIN;
    Html out = new Html();
    out.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + height)
        .raw("\" viewBox=\"0 0 " + WIDTH + " " + height + "\">\n<style>\n" + STYLE + "</style>\n");
    if (!chart.title().isEmpty()) {
      out.element("text class=\"title\" x=\"" + MARGIN + "\" y=\"26\"", chart.title()).raw("\n");
    }
    for (int i = 0; i < chart.bars().size(); i++) {
      row(out, chart.bars().get(i), top + i * ROW);
    }
    return out.raw("</svg>\n").toString();
  }

  private void row(Html out, BarChart.Bar bar, int y) {
    double room = WIDTH - 2 * MARGIN - NAMES - VALUES;
    double whole = chart.left() + chart.right();
    double length = whole == 0 ? 0 : room * Math.abs(bar.value()) / whole;
    double line = MARGIN + NAMES + room * chart.share();
    double from = bar.value() < 0 ? line - length : line;
    // An inner svg element, as it cuts off a name that is too long.
    out.raw("<svg x=\"" + MARGIN + "\" y=\"" + y + "\" width=\"" + (NAMES - 10))
        .raw("\" height=\"" + ROW + "\">")
        .element("title", bar.name())
        .element("text y=\"16\"", bar.name())
        .raw("</svg><rect x=\"" + pixels(from) + "\" y=\"" + (y + 4) + "\" width=\"")
        .raw(pixels(length) + "\" height=\"" + (ROW - 8) + "\" rx=\"2\"/>")
        .element("text x=\"" + pixels(from + length + 8) + "\" y=\"" + (y + 16) + "\"", bar.shown())
        .raw("\n");
  }

  private static String pixels(double length) {
    return String.format(Locale.ROOT, "%.1f", length);
  }
}
