package dev.elfwright.cli.measure;

import dev.elfwright.link.measure.Comparison;

/**
 * What to call the two sides.
 *
 * @param a the first
 * @param b the second
 */
public record Names(String a, String b) {

  /** The file names where they differ, else A and B. */
  public static Names of(Comparison comparison) {
    String a = comparison.a().launch().program().getFileName().toString();
    String b = comparison.b().launch().program().getFileName().toString();
    return a.equals(b) ? new Names("A " + a, "B " + b) : new Names(a, b);
  }
}
