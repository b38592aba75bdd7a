package dev.elfwright.census.load;

/** Debian's names of the folders of libraries (https://wiki.debian.org/Multiarch/Tuples). */
final class Triplets {
  private Triplets() {}

  /** That of a machine as table elf names it. */
  static String of(String machine, int bits, boolean bigEndian) {
    return switch (machine) {
      case "X86_64" -> bits == 64 ? "x86_64-linux-gnu" : "x86_64-linux-gnux32";
      case "386" -> "i386-linux-gnu";
      case "AARCH64" -> "aarch64-linux-gnu";
      case "ARM" -> "arm-linux-gnueabihf";
      case "RISCV" -> "riscv64-linux-gnu";
      case "PPC64" -> bigEndian ? "powerpc64-linux-gnu" : "powerpc64le-linux-gnu";
      case "PPC" -> "powerpc-linux-gnu";
      case "S390" -> "s390x-linux-gnu";
      case "MIPS" ->
          bits == 64
              ? bigEndian ? "mips64-linux-gnuabi64" : "mips64el-linux-gnuabi64"
              : bigEndian ? "mips-linux-gnu" : "mipsel-linux-gnu";
      case "LOONGARCH" -> "loongarch64-linux-gnu";
      default -> machine.toLowerCase(java.util.Locale.ROOT) + "-linux-gnu";
    };
  }
}
