package dev.elfwright.fat.audit;

import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.Target;
import dev.elfwright.fat.TargetPattern;
import java.util.Map;

/**
 * Words by which files name their architecture.
 *
 * @param debian Debian's name
 * @param triplet the multiarch tuple, the name of folders below /usr/lib (dpkg-architecture
 *     -qDEB_HOST_MULTIARCH)
 * @param machine what uname prints
 */
record ArchitectureNames(String debian, String triplet, String machine) {
  /** Tuples that are not uname's word with -linux-gnu behind it (dpkg's cputable, ostable). */
  private static final Map<String, ArchitectureNames> OTHERS =
      Map.ofEntries(
          entry("amd64", "x86_64-linux-gnu", "x86_64"),
          entry("arm64", "aarch64-linux-gnu", "aarch64"),
          entry("i386", "i386-linux-gnu", "i686"),
          entry("armhf", "arm-linux-gnueabihf", "armv7l"),
          entry("armel", "arm-linux-gnueabi", "armv5tel"),
          entry("ppc64el", "powerpc64le-linux-gnu", "ppc64le"),
          entry("ppc64", "powerpc64-linux-gnu", "ppc64"),
          entry("powerpc", "powerpc-linux-gnu", "ppc"),
          entry("loong64", "loongarch64-linux-gnu", "loongarch64"),
          entry("mips64el", "mips64el-linux-gnuabi64", "mips64"),
          entry("mipsel", "mipsel-linux-gnu", "mips"),
          entry("x32", "x86_64-linux-gnux32", "x86_64"),
          entry("sh4", "sh4-linux-gnu", "sh4a"));

  /** What stands for the architecture's name in a path that is compared with another's. */
  static final String ANY = "{triplet}";

  private static Map.Entry<String, ArchitectureNames> entry(
      String debian, String triplet, String machine) {
    return Map.entry(debian, new ArchitectureNames(debian, triplet, machine));
  }

  /**
   * The names of an architecture that is called in any of the ways {@link TargetPattern} knows.
   *
   * @throws FatRefusedException when there is none
   */
  static ArchitectureNames of(String word) {
    String debian = word.equals("armel") ? word : target(word).withVariant(0).name();
    ArchitectureNames other = OTHERS.get(debian);
    return other == null ? new ArchitectureNames(debian, debian + "-linux-gnu", debian) : other;
  }

  private static Target target(String word) {
    return TargetPattern.target(TargetPattern.parse(word));
  }

  /** A path or text without the architecture's names. */
  String neutral(String text) {
    return text.replace(triplet, ANY);
  }

  /** The same with the shorter names too, which only texts hold. */
  String neutralText(String text) {
    return text.replace(triplet, ANY).replace(machine, "{machine}").replace(debian, "{debian}");
  }
}
