package dev.elfwright.fat;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The architectures of Debian's and its ports' archives, with the names that others give them. */
final class Architectures {
  /**
   * Debian's name (dpkg's cputable and tupletable), e_machine, class, byte order, then the first
   * words of GNU triplets (config.sub), what uname prints, GOARCH, and what Apple's tools say.
   * Where two architectures differ in nothing that the ELF header's first bytes tell, the first is
   * meant.
   */
  private static final String TEXT =
      """
      amd64     62 64 le  x86_64 x86-64 x64
      i386       3 32 le  i486 i586 i686 386 x86
      arm64    183 64 le  aarch64 armv8
      armhf     40 32 le  arm armv7l armv7 armv7a armv6l armv5tel armel
      riscv64  243 64 le
      ppc64el   21 64 le  powerpc64le ppc64le
      s390x     22 64 be
      loong64  258 64 le  loongarch64
      mips64el   8 64 le  mips64r6el mipsisa64r6el mips64le
      mipsel     8 32 le  mipsr6el mipsisa32r6el mipsle
      mips64     8 64 be  mips64r6 mipsisa64r6
      mips       8 32 be  mipsr6 mipsisa32r6
      x32       62 32 le
      riscv32  243 32 le
      powerpc   20 32 be  ppc
      ppc64     21 64 be  powerpc64
      sparc64   43 64 be
      sparc      2 32 be
      alpha  36902 64 le
      hppa      15 32 be  parisc hppa1.1 hppa2.0
      ia64      50 64 le
      m68k       4 32 be
      sh4       42 32 le
      arc      195 32 le
      arm64be  183 64 be  aarch64_be
      armeb     40 32 be
      s390      22 32 be
      loong32  258 32 le  loongarch32
      or1k      92 32 be  openrisc
      """;

  private static final List<Architecture> ALL = TEXT.lines().map(Architectures::read).toList();

  /** What follows the processor in a triplet, so that {@code x86-64} is none. */
  private static final Pattern SYSTEM = Pattern.compile("-(linux|gnu|musl|uclibc|elf|none|.*bsd)");

  private Architectures() {}

  private static Architecture read(String line) {
    String[] words = line.trim().split(" +");
    return new Architecture(
        words[0],
        Integer.parseInt(words[1]),
        words[2].equals("64"),
        words[3].equals("le") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
        Set.of(Arrays.copyOfRange(words, 4, words.length)));
  }

  /** The architecture of a target, whatever its OS ABI and variant. */
  static Optional<Architecture> of(Target target) {
    return ALL.stream().filter(a -> a.includes(target)).findFirst();
  }

  /** The architecture of a name. */
  static Optional<Architecture> named(String word) {
    return ALL.stream().filter(a -> a.isCalled(word)).findFirst();
  }

  /** The architecture of a GNU triplet such as {@code x86_64-linux-gnu}. */
  static Optional<Architecture> ofTriplet(String triplet) {
    if (!SYSTEM.matcher(triplet).find()) {
      return Optional.empty();
    }
    String abi = triplet.substring(triplet.lastIndexOf('-') + 1);
    return switch (abi) {
      case "gnux32", "muslx32" -> named("x32");
      default -> named(triplet.substring(0, triplet.indexOf('-')));
    };
  }
}
