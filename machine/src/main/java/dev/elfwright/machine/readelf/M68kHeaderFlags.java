package dev.elfwright.machine.readelf;

/** e_flags of the 68000 family; what is none of its older members is a ColdFire. */
final class M68kHeaderFlags {
  private static final int FAMILY = 0x03818000;

  private M68kHeaderFlags() {}

  static String of(int flags) {
    return switch (flags & FAMILY) {
      case 0x01000000 -> ", m68000";
      case 0x00810000 -> ", cpu32";
      case 0x02000000 -> ", fido_a";
      default ->
          ", cf, isa "
              + instructions(flags & 0xf)
              + ((flags & 0x40) != 0 ? ", float" : "")
              + multiplier(flags & 0x30);
    };
  }

  private static String instructions(int field) {
    return switch (field) {
      case 1 -> "A, nodiv";
      case 2 -> "A";
      case 3 -> "A+";
      case 4 -> "B, nousp";
      case 5 -> "B";
      case 6 -> "C";
      case 7 -> "C, nodiv";
      default -> "unknown";
    };
  }

  private static String multiplier(int field) {
    return switch (field) {
      case 0x10 -> ", mac";
      case 0x20 -> ", emac";
      case 0x30 -> ", emac_b";
      default -> "";
    };
  }
}
