package dev.elfwright.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides a rectangle among values so that the parts are as square as possible: rows along the
 * shorter side, each taking values while its worst aspect ratio gets better (Bruls, Huizing, van
 * Wijk, "Squarified Treemaps", 2000).
 */
final class Squares {
  /** A rectangle, in pixels. */
  record Rectangle(double x, double y, double width, double height) {
    double area() {
      return width * height;
    }
  }

  private Squares() {}

  /** One rectangle a value, in order; values are positive and descend. */
  static List<Rectangle> of(List<Double> values, Rectangle whole) {
    double total = values.stream().mapToDouble(Double::doubleValue).sum();
    double scale = whole.area() / total;
    List<Rectangle> found = new ArrayList<>(values.size());
    Rectangle free = whole;
    int from = 0;
    while (from < values.size()) {
      double side = Math.min(free.width(), free.height());
      int to = from + 1;
      double sum = values.get(from) * scale;
      double largest = sum;
      double worst = aspect(sum, largest, largest, side);
      while (to < values.size()) {
        double next = values.get(to) * scale;
        double with = aspect(sum + next, largest, next, side);
        if (with > worst) {
          break;
        }
        sum += next;
        worst = with;
        to++;
      }
      free = row(values.subList(from, to), scale, sum, free, found);
      from = to;
    }
    return found;
  }

  /** The worst ratio of a row's sides, whose parts are between {@code least} and {@code most}. */
  private static double aspect(double sum, double most, double least, double side) {
    double square = sum * sum;
    return Math.max(side * side * most / square, square / (side * side * least));
  }

  /** Adds a row's rectangles, and gives what is left. */
  private static Rectangle row(
      List<Double> values, double scale, double sum, Rectangle free, List<Rectangle> to) {
    boolean upright = free.width() >= free.height();
    double depth = sum / Math.min(free.width(), free.height());
    double at = upright ? free.y() : free.x();
    for (double value : values) {
      double length = value * scale / depth;
      to.add(
          upright
              ? new Rectangle(free.x(), at, depth, length)
              : new Rectangle(at, free.y(), length, depth));
      at += length;
    }
    return upright
        ? new Rectangle(
            free.x() + depth, free.y(), Math.max(0, free.width() - depth), free.height())
        : new Rectangle(
            free.x(), free.y() + depth, free.width(), Math.max(0, free.height() - depth));
  }
}
