package dev.elfwright.packages;

import java.util.ArrayList;
import java.util.List;

/** Paths of archive members, made alike. */
final class MemberPath {
  /** PATH_MAX of Linux. */
  private static final int LONGEST = 4096;

  private MemberPath() {}

  /**
   * The path from the root, {@code ./usr//bin/} becoming {@code /usr/bin}. As tar and dpkg do, an
   * absolute name is taken as one below the root.
   *
   * @throws PackageFormatException when it leads out of the root, or is too long
   */
  static String normalise(String where, String name) {
    if (name.length() > LONGEST) {
      throw new PackageFormatException(
          where, "a member's name of %d characters".formatted(name.length()));
    }
    if (name.indexOf('\0') >= 0) {
      throw new PackageFormatException(where, "member name '" + name + "' holds a zero byte");
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        throw new PackageFormatException(
            where, "member '" + name + "' leads out of the archive's folder");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
