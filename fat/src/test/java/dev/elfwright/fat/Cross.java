package dev.elfwright.fat;

import java.nio.file.Path;

/** Libraries for other machines, from Debian's packages for cross compilers. */
enum Cross {
  ARM64("aarch64-linux-gnu"),
  ARMHF("arm-linux-gnueabihf"),
  I386("i686-linux-gnu"),
  HPPA("hppa-linux-gnu"),
  M68K("m68k-linux-gnu"),
  MIPS("mips-linux-gnu"),
  MIPS64EL("mips64el-linux-gnuabi64"),
  POWERPC("powerpc-linux-gnu"),
  PPC64EL("powerpc64le-linux-gnu"),
  RISCV64("riscv64-linux-gnu"),
  S390X("s390x-linux-gnu"),
  SH4("sh4-linux-gnu"),
  SPARC64("sparc64-linux-gnu");

  private final String triplet;

  Cross(String triplet) {
    this.triplet = triplet;
  }

  /** A shared library. */
  Path library() {
    return Path.of("/usr", triplet, "lib", "libm.so.6");
  }

  /** A static archive. */
  Path archive() {
    return Path.of("/usr", triplet, "lib", "libc_nonshared.a");
  }

  /** A relocatable object. */
  Path object() {
    return Path.of("/usr", triplet, "lib", "crt1.o");
  }

  String triplet() {
    return triplet;
  }

  String debianName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
