package dev.elfwright.natives.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of glibc, such as 2.28 or 2.2.5.
 *
 * @param major 2 for all that are in use
 * @param minor 0 to 9999
 * @param patch 0 to 9999, 0 when it is not named
 */
public record GlibcVersion(int major, int minor, int patch) implements Comparable<GlibcVersion> {
  private static final Pattern NUMBER =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");
  private static final String PREFIX = "GLIBC_";

  /** The loader that understands DT_RELR came with 2.36 (glibc NEWS). */
  private static final String RELR = "GLIBC_ABI_DT_RELR";

  private static final GlibcVersion RELR_SINCE = new GlibcVersion(2, 36, 0);

  /**
   * Reads {@code 2.28}.
   *
   * @throws IllegalArgumentException when it is no such number
   */
  public static GlibcVersion parse(String text) {
    return match(text)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no version of glibc"));
  }

  private static Optional<GlibcVersion> match(String text) {
    Matcher m = NUMBER.matcher(text);
    return m.matches()
        ? Optional.of(
            new GlibcVersion(
                Integer.parseInt(m.group(1)),
                Integer.parseInt(m.group(2)),
                m.group(3) == null ? 0 : Integer.parseInt(m.group(3))))
        : Optional.empty();
  }

  /** The release that brought a symbol version, or empty: {@code GLIBC_PRIVATE} has none. */
  public static Optional<GlibcVersion> ofSymbolVersion(String name) {
    if (name.equals(RELR)) {
      return Optional.of(RELR_SINCE);
    }
    return isOfGlibc(name) ? match(name.substring(PREFIX.length())) : Optional.empty();
  }

  /** Whether a symbol version is one of glibc's. */
  public static boolean isOfGlibc(String name) {
    return name.startsWith(PREFIX);
  }

  @Override
  public int compareTo(GlibcVersion other) {
    return Comparator.comparingInt(GlibcVersion::major)
        .thenComparingInt(GlibcVersion::minor)
        .thenComparingInt(GlibcVersion::patch)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return patch == 0 ? major + "." + minor : major + "." + minor + "." + patch;
  }
}
