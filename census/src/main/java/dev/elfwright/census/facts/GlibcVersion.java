package dev.elfwright.census.facts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of glibc, as symbols name it: {@code GLIBC_2.34}. */
record GlibcVersion(int major, int minor, int patch, String text) {
  /** Of files that need none. */
  static final GlibcVersion NONE = new GlibcVersion(0, 0, 0, "");

  private static final Pattern NAME =
      Pattern.compile("GLIBC_((\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?)");

  /** That of a version's name, {@link #NONE} for other names. */
  static GlibcVersion of(String name) {
    Matcher m = NAME.matcher(name);
    return m.matches()
        ? new GlibcVersion(number(m.group(2)), number(m.group(3)), number(m.group(4)), m.group(1))
        : NONE;
  }

  private static int number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** The later one. */
  GlibcVersion max(GlibcVersion other) {
    int order = Integer.compare(major, other.major);
    order = order != 0 ? order : Integer.compare(minor, other.minor);
    order = order != 0 ? order : Integer.compare(patch, other.patch);
    return order >= 0 ? this : other;
  }
}
