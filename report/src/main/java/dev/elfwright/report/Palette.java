package dev.elfwright.report;

/** Colours of series, chosen to stay apart for colour-blind readers, in the light and the dark. */
final class Palette {
  /** How many there are. */
  public static final int SIZE = 8;

  private Palette() {}

  /** The CSS class that fills a shape with a series' colour. */
  static String fill(int series) {
    return "f" + series;
  }
}
