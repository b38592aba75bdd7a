package dev.elfwright.fat.audit;

import java.util.Comparator;
import java.util.List;

/**
 * What making a package's programs fat costs and brings.
 *
 * @param packageName the package
 * @param binaries paths of its files that would be fat, the largest first
 * @param nativeBytes what they take now, for the first architecture
 * @param extraBytes what the slices of the other architectures add
 * @param dependents how many packages of the distribution need this one, directly or not
 * @param obstacles packages that would have to be fat too: needed, and thin ones cannot be beside
 * @param verdict when it is worth it
 * @param reason why, in a sentence
 */
public record Worth(
    String packageName,
    List<String> binaries,
    long nativeBytes,
    long extraBytes,
    int dependents,
    List<String> obstacles,
    Verdict verdict,
    String reason) {

  /** Best first. */
  static final Comparator<Worth> ORDER =
      Comparator.comparing(Worth::verdict)
          .thenComparing(Comparator.comparingDouble(Worth::dependentsPerMebibyte).reversed())
          .thenComparing(Worth::packageName);

  /** When fattening is worth it. */
  public enum Verdict {
    /** Its foreign slices run at once. */
    NOW("now"),
    /** Its foreign slices run once a few others are fat. */
    TOGETHER("together with others"),
    /** Much else would have to be fat before. */
    LATER("later"),
    /** Not before the kernel or a view serves the slices. */
    LAST("last");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** The verdict in words. */
    public String words() {
      return words;
    }
  }

  /** Copies the lists. */
  public Worth {
    binaries = List.copyOf(binaries);
    obstacles = List.copyOf(obstacles);
  }

  /** How many packages profit for each mebibyte more. */
  public double dependentsPerMebibyte() {
    return (dependents + 1) * (double) (1 << 20) / Math.max(1, extraBytes);
  }
}
