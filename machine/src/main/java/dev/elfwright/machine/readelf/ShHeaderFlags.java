package dev.elfwright.machine.readelf;

/** e_flags of SuperH: the lower five bits are the instruction set. */
final class ShHeaderFlags {
  private ShHeaderFlags() {}

  static String of(int flags) {
    return ", "
        + instructions(flags & 0x1f)
        + new HeaderFlags.Words(flags).bit(0x100, "pic").bit(0x8000, "fdpic").text();
  }

  private static String instructions(int field) {
    return switch (field) {
      case 1 -> "sh1";
      case 2 -> "sh2";
      case 3 -> "sh3";
      case 4 -> "sh-dsp";
      case 5 -> "sh3-dsp";
      case 6 -> "sh4al-dsp";
      case 8 -> "sh3e";
      case 9 -> "sh4";
      case 10 -> "sh5";
      case 11 -> "sh2e";
      case 12 -> "sh4a";
      case 13 -> "sh2a";
      case 16 -> "sh4-nofpu";
      case 17 -> "sh4a-nofpu";
      case 18 -> "sh4-nommu-nofpu";
      case 19 -> "sh2a-nofpu";
      case 20 -> "sh3-nommu";
      case 21 -> "sh2a-nofpu-or-sh4-nommu-nofpu";
      case 22 -> "sh2a-nofpu-or-sh3-nommu";
      case 23 -> "sh2a-or-sh4";
      case 24 -> "sh2a-or-sh3e";
      default -> "unknown ISA";
    };
  }
}
