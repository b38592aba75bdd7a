package dev.elfwright.report;

import java.util.ArrayList;
import java.util.List;

/** Draws charts as inline SVG. */
final class Charts {
  private static final int BAR_HEIGHT = 34;
  private static final int STRIP_HEIGHT = 44;
  private static final double GOLDEN = 0.618_033_988_75;

  private Charts() {}

  static void stackedBars(Html out, Block.StackedBars chart) {
    double largest = chart.bars().stream().mapToDouble(Block.Bar::total).max().orElse(0);
    Scale scale = Scale.upTo(largest);
    out.raw("<figure class=\"chart\">");
    for (Block.Bar bar : chart.bars()) {
      caption(out, bar.name(), chart.unit().format(bar.total()));
      open(out, BAR_HEIGHT, bar.name().text() + ": " + chart.unit().format(bar.total()));
      grid(out, scale);
      double from = 0;
      for (int i = 0; i < bar.values().size(); i++) {
        double value = bar.values().get(i);
        if (value > 0) {
          String tip = chart.parts().get(i) + ": " + chart.unit().format(value);
          out.raw("<rect class=\"" + Palette.fill(i) + "\" x=\"" + scale.at(from) + "\" y=\"3\"")
              .raw(" width=\"" + scale.at(value) + "\" height=\"" + (BAR_HEIGHT - 6) + "\">")
              .element("title", tip)
              .raw("</rect>");
          from += value;
        }
      }
      out.raw("</svg>\n");
    }
    axis(out, scale, chart.unit());
    out.raw("</figure>\n");
    legend(out, chart);
  }

  /** Parts as rows; where there are more bars than fit beside each other, bars as rows. */
  private static void legend(Html out, Block.StackedBars chart) {
    if (chart.bars().size() > Palette.SIZE) {
      legendOfBars(out, chart);
      return;
    }
    out.raw("<div class=\"wide\"><table><thead><tr><th></th>");
    chart.bars().forEach(b -> out.element("th", b.name().text()));
    out.raw("</tr></thead><tbody>\n");
    for (int i = 0; i < chart.parts().size(); i++) {
      int part = i;
      if (chart.bars().stream().allMatch(b -> b.values().get(part) == 0)) {
        continue;
      }
      out.raw("<tr><th scope=\"row\">");
      key(out, i);
      out.text(chart.parts().get(i)).raw("</th>");
      for (Block.Bar bar : chart.bars()) {
        out.element("td", chart.unit().format(bar.values().get(i)));
      }
      out.raw("</tr>\n");
    }
    out.raw("</tbody></table></div>\n");
  }

  private static void legendOfBars(Html out, Block.StackedBars chart) {
    out.raw("<div class=\"wide\"><table><thead><tr><th></th>");
    for (int i = 0; i < chart.parts().size(); i++) {
      out.raw("<th>");
      key(out, i);
      out.text(chart.parts().get(i)).raw("</th>");
    }
    out.raw("</tr></thead><tbody>\n");
    for (Block.Bar bar : chart.bars()) {
      out.raw("<tr>").element("th scope=\"row\"", bar.name().text());
      bar.values().forEach(value -> out.element("td", chart.unit().format(value)));
      out.raw("</tr>\n");
    }
    out.raw("</tbody></table></div>\n");
  }

  private static void key(Html out, int part) {
    out.raw("<svg class=\"key\" width=\"12\" height=\"12\"><rect class=\"" + Palette.fill(part))
        .raw("\" width=\"12\" height=\"12\" rx=\"3\"/></svg>");
  }

  static void strip(Html out, Block.Strip chart) {
    double largest =
        chart.rows().stream().mapToDouble(r -> quantile(r.values(), 0.98)).max().orElse(0);
    Scale scale = Scale.upTo(largest * 1.05);
    out.raw("<figure class=\"chart\">");
    for (int row = 0; row < chart.rows().size(); row++) {
      Block.Samples samples = chart.rows().get(row);
      double median = quantile(samples.values(), 0.5);
      String name = samples.name();
      caption(out, Block.Link.none(name), "median " + chart.unit().format(median));
      open(out, STRIP_HEIGHT, samples.values().size() + " runs of " + name);
      grid(out, scale);
      for (int i = 0; i < samples.values().size(); i++) {
        // Spread in height so that equal values stay apart; evenly, and the same each time.
        double y = 6 + (i * GOLDEN % 1) * (STRIP_HEIGHT - 12);
        out.raw("<circle class=\"dot " + Palette.fill(row == 0 ? 0 : 2) + "\" cx=\"")
            .raw(scale.at(samples.values().get(i)) + "\" cy=\"" + Math.round(y) + "\" r=\"3.5\"/>");
      }
      String at = scale.at(median);
      out.raw("<line class=\"median\" x1=\"" + at + "\" x2=\"" + at + "\" y1=\"0\" y2=\"100%\"/>")
          .raw("</svg>\n");
    }
    axis(out, scale, chart.unit());
    out.raw("</figure>\n");
  }

  private static void caption(Html out, Block.Link name, String value) {
    out.raw("<div class=\"caption\"><span>")
        .link(name)
        .raw("</span>")
        .element("b", value)
        .raw("</div>");
  }

  private static void open(Html out, int height, String label) {
    out.raw(
            "<svg class=\"plot\" role=\"img\" width=\"100%\" height=\""
                + height
                + "\" aria-label=\"")
        .text(label)
        .raw("\">");
  }

  private static void grid(Html out, Scale scale) {
    for (double tick : scale.ticks()) {
      String at = scale.at(tick);
      out.raw("<line class=\"grid\" x1=\"" + at + "\" x2=\"" + at + "\" y1=\"0\" y2=\"100%\"/>");
    }
  }

  private static void axis(Html out, Scale scale, Unit unit) {
    out.raw("<svg class=\"axis\" width=\"100%\" height=\"24\">");
    for (double tick : scale.ticks()) {
      out.raw("<text x=\"" + scale.at(tick) + "\" y=\"16\">").text(unit.tick(tick)).raw("</text>");
    }
    out.raw("</svg>");
  }

  private static double quantile(List<Double> values, double q) {
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(null);
    double rank = q * (sorted.size() - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (rank - below) * (sorted.get(above) - sorted.get(below));
  }
}
