package dev.elfwright.report;

import dev.elfwright.report.Squares.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws a tree map as inline SVG: readable without a script, with a tooltip for each area. Widths
 * are shares of the page's, heights are pixels, so that text keeps its size on every screen.
 */
final class TreeMapChart {
  private static final double WIDTH = 840;
  private static final double HEIGHT = 620;

  /** Room above the parts of an area for its name. */
  private static final double HEADING = 18;

  private static final double LEAST_WIDTH = 48;
  private static final double LEAST_HEIGHT = 16;

  /** Smaller areas than this many square pixels are drawn as one. */
  private static final double LEAST_AREA = 12;

  private final Html out;
  private final Block.TreeMap map;

  TreeMapChart(Html out, Block.TreeMap map) {
    this.out = out;
    this.map = map;
  }

  void draw() {
    out.raw("<figure class=\"treemap\"><svg role=\"img\" width=\"100%\" height=\"")
        .raw(Long.toString(Math.round(HEIGHT)) + "\" aria-label=\"")
        .text(map.root().name() + ": " + map.unit().format(map.root().value()))
        .raw("\">\n");
    parts(map.root(), new Rectangle(0, 0, WIDTH, HEIGHT), 0, -1);
    out.raw("</svg></figure>\n");
  }

  /** Draws what an area consists of; those of the outermost have each a colour. */
  private void parts(Block.Area area, Rectangle room, int depth, int colour) {
    List<Block.Area> visible = visible(area, room);
    List<Double> values = visible.stream().map(Block.Area::value).toList();
    List<Rectangle> places = Squares.of(values, room);
    for (int i = 0; i < visible.size(); i++) {
      int own = depth == 0 ? (i + 1) % Palette.SIZE : colour;
      one(visible.get(i), places.get(i), depth + 1, own);
    }
  }

  private void one(Block.Area area, Rectangle place, int depth, int colour) {
    boolean framed =
        !area.parts().isEmpty()
            && place.width() > LEAST_WIDTH
            && place.height() > 2 * HEADING
            && visible(area, inside(place)).size() > 1;
    box(area, place, framed ? "frame" : "leaf " + Palette.fill(colour));
    if (framed) {
      parts(area, inside(place), depth, colour);
    }
  }

  private static Rectangle inside(Rectangle place) {
    return new Rectangle(
        place.x() + 1, place.y() + HEADING, place.width() - 2, place.height() - HEADING - 1);
  }

  /** An inner svg element, as it cuts off a name that is too long. */
  private void box(Block.Area area, Rectangle place, String style) {
    boolean leads = !area.target().isEmpty();
    if (leads) {
      out.raw("<a href=\"").text(area.target()).raw("\">");
    }
    out.raw("<svg x=\"" + Scale.percent(100 * place.x() / WIDTH) + "\" y=\"" + pixels(place.y()))
        .raw("\" width=\"" + Scale.percent(100 * place.width() / WIDTH))
        .raw("\" height=\"" + pixels(place.height()) + "\">")
        .element("title", tip(area))
        .raw("<rect class=\"" + style + "\" width=\"100%\" height=\"100%\"/>");
    if (place.width() >= LEAST_WIDTH && place.height() >= LEAST_HEIGHT) {
      out.element("text x=\"4\" y=\"13\"", area.name());
    }
    out.raw(leads ? "</svg></a>\n" : "</svg>\n");
  }

  private static String pixels(double length) {
    return Double.toString(Math.round(100 * length) / 100.0);
  }

  private String tip(Block.Area area) {
    double share = map.root().value() == 0 ? 0 : 100 * area.value() / map.root().value();
    return area.name() + ": " + map.unit().format(area.value()) + ", " + Scale.percent(share);
  }

  /** The parts that can be seen in this room, the largest first, and the rest as one. */
  private static List<Block.Area> visible(Block.Area area, Rectangle room) {
    double scale = room.area() / Math.max(area.value(), Double.MIN_NORMAL);
    List<Block.Area> shown = new ArrayList<>();
    double rest = 0;
    long hidden = 0;
    for (Block.Area part : area.parts()) {
      if (part.value() * scale >= LEAST_AREA) {
        shown.add(part);
      } else {
        rest += part.value();
        hidden++;
      }
    }
    if (rest > 0) {
      shown.add(new Block.Area(hidden + " more", rest, List.of()));
    }
    shown.sort(Comparator.comparingDouble(Block.Area::value).reversed());
    return shown;
  }
}
