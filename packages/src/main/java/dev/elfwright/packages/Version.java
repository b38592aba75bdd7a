package dev.elfwright.packages;

/**
 * A version of a Debian package, {@code [EPOCH:]UPSTREAM[-REVISION]} (Debian Policy 5.6.12).
 *
 * <p>The order is Debian's, in which {@code 1.0~rc1 < 1.0 < 1.0+b1} and {@code 1.9 < 1.10}. Two
 * versions may be written differently and still be the same, as {@code 1.0} and {@code 0:1.00-0};
 * {@link #compareTo} says 0 of them and {@link #equals} false.
 *
 * @param text as it was written
 * @param epoch 0 to 2147483647
 * @param upstream not empty
 * @param revision empty where there is none, which compares as 0
 */
public record Version(String text, int epoch, String upstream, String revision)
    implements Comparable<Version> {

  /**
   * Reads a version.
   *
   * @throws IllegalArgumentException when dpkg would refuse it too; the message says why
   */
  public static Version parse(String text) {
    int colon = text.indexOf(':');
    int epoch = colon < 0 ? 0 : epoch(text, text.substring(0, colon));
    String rest = text.substring(colon + 1);
    int hyphen = rest.lastIndexOf('-');
    String upstream = hyphen < 0 ? rest : rest.substring(0, hyphen);
    String revision = hyphen < 0 ? "" : rest.substring(hyphen + 1);
    if (upstream.isEmpty() || (hyphen >= 0 && revision.isEmpty())) {
      throw new IllegalArgumentException("version '" + text + "' lacks a part");
    }
    check(text, upstream, ".-+~:");
    check(text, revision, ".+~");
    return new Version(text, epoch, upstream, revision);
  }

  private static int epoch(String text, String digits) {
    try {
      if (!digits.isEmpty() && isDigit(digits.charAt(0))) {
        return Integer.parseInt(digits);
      }
    } catch (NumberFormatException e) {
      // The same message.
    }
    throw new IllegalArgumentException(
        "version '" + text + "' has an epoch that is no number up to 2147483647");
  }

  private static void check(String text, String part, String marks) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (!isDigit(c) && !isLetter(c) && marks.indexOf(c) < 0) {
        throw new IllegalArgumentException("version '" + text + "' has a character it may not");
      }
    }
  }

  @Override
  public int compareTo(Version other) {
    if (epoch != other.epoch) {
      return Integer.compare(epoch, other.epoch);
    }
    int order = compare(upstream, other.upstream);
    return order != 0 ? order : compare(revision, other.revision);
  }

  /** Parts without digits and numbers in turn; a number that is not there is 0. */
  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      while ((i < a.length() && !isDigit(a.charAt(i)))
          || (j < b.length() && !isDigit(b.charAt(j)))) {
        int order = Integer.compare(rank(a, i), rank(b, j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
      int endA = endOfNumber(a, i);
      int endB = endOfNumber(b, j);
      int order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
    return 0;
  }

  /** Tildes sort before the end, the end and digits before letters, letters before all others. */
  private static int rank(String text, int at) {
    if (at >= text.length() || isDigit(text.charAt(at))) {
      return 0;
    }
    char c = text.charAt(at);
    return c == '~' ? -1 : isLetter(c) ? c : c + 256;
  }

  private static int endOfNumber(String text, int from) {
    int end = Math.min(from, text.length());
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Numbers of any length. */
  private static int compareNumbers(String a, String b) {
    String x = a.replaceFirst("^0+", "");
    String y = b.replaceFirst("^0+", "");
    return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
