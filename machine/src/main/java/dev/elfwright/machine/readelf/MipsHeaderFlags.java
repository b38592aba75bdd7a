package dev.elfwright.machine.readelf;

/** e_flags of MIPS: single bits, and fields for the processor, the ABI and the instruction set. */
final class MipsHeaderFlags {
  private MipsHeaderFlags() {}

  static String of(int flags) {
    return new HeaderFlags.Words(flags)
            .bit(0x1, "noreorder")
            .bit(0x2, "pic")
            .bit(0x4, "cpic")
            .bit(0x10, "ugen_reserved")
            .bit(0x20, "abi2")
            .bit(0x80, "odk first")
            .bit(0x100, "32bitmode")
            .bit(0x400, "nan2008")
            .bit(0x200, "fp64")
            .text()
        + processor(flags & 0x00ff0000)
        + abi(flags & 0xf000)
        + new HeaderFlags.Words(flags)
            .bit(0x08000000, "mdmx")
            .bit(0x04000000, "mips16")
            .bit(0x02000000, "micromips")
            .text()
        + instructions(flags >>> 28);
  }

  private static String processor(int field) {
    return switch (field) {
      case 0 -> "";
      case 0x810000 -> ", 3900";
      case 0x820000 -> ", 4010";
      case 0x830000 -> ", 4100";
      case 0x850000 -> ", 4650";
      case 0x870000 -> ", 4120";
      case 0x880000 -> ", 4111";
      case 0x8a0000 -> ", sb1";
      case 0x8b0000 -> ", octeon";
      case 0x8c0000 -> ", xlr";
      case 0x8d0000 -> ", octeon2";
      case 0x8e0000 -> ", octeon3";
      case 0x910000 -> ", 5400";
      case 0x920000 -> ", 5900";
      case 0x930000 -> ", interaptiv-mr2";
      case 0x980000 -> ", 5500";
      case 0x990000 -> ", 9000";
      case 0xa00000 -> ", loongson-2e";
      case 0xa10000 -> ", loongson-2f";
      case 0xa20000 -> ", gs464";
      case 0xa30000 -> ", gs464e";
      case 0xa40000 -> ", gs264e";
      default -> ", unknown CPU";
    };
  }

  private static String abi(int field) {
    return switch (field) {
      case 0 -> "";
      case 0x1000 -> ", o32";
      case 0x2000 -> ", o64";
      case 0x3000 -> ", eabi32";
      case 0x4000 -> ", eabi64";
      default -> ", unknown ABI";
    };
  }

  private static String instructions(int field) {
    return switch (field) {
      case 0, 1, 2, 3, 4 -> ", mips" + (field + 1);
      case 5 -> ", mips32";
      case 6 -> ", mips64";
      case 7 -> ", mips32r2";
      case 8 -> ", mips64r2";
      case 9 -> ", mips32r6";
      case 10 -> ", mips64r6";
      default -> ", unknown ISA";
    };
  }
}
