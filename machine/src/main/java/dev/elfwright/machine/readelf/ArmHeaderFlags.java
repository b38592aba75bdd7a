package dev.elfwright.machine.readelf;

/**
 * e_flags of ARM: the upper byte is the version of the EABI, which gives the other bits a meaning.
 */
final class ArmHeaderFlags {
  private static final int RELOCATABLE = 0x01;
  private static final int POSITION_INDEPENDENT = 0x20;

  private ArmHeaderFlags() {}

  static String of(int flags) {
    String general =
        new HeaderFlags.Words(flags)
            .bit(RELOCATABLE, "relocatable executable")
            .bit(POSITION_INDEPENDENT, "position independent")
            .text();
    int rest = flags & 0x00ffffff & ~(RELOCATABLE | POSITION_INDEPENDENT);
    StringBuilder text = new StringBuilder(general).append(version(flags >>> 24));
    boolean unknown = false;
    for (int bits = rest; bits != 0 && flags >>> 24 != 3; bits &= bits - 1) {
      String word = word(flags >>> 24, Integer.lowestOneBit(bits));
      unknown |= word.isEmpty();
      text.append(word);
    }
    return text.append(unknown ? ", <unknown>" : "").toString();
  }

  private static String version(int version) {
    return switch (version) {
      case 0 -> ", GNU EABI";
      case 1, 2, 3, 4, 5 -> ", Version" + version + " EABI";
      default -> ", <unrecognized EABI>";
    };
  }

  private static String word(int version, int bit) {
    return switch (version) {
      case 0 -> gnu(bit);
      case 1 -> bit == 0x04 ? ", sorted symbol tables" : "";
      case 2 ->
          switch (bit) {
            case 0x04 -> ", sorted symbol tables";
            case 0x08 -> ", dynamic symbols use segment index";
            case 0x10 -> ", mapping symbols precede others";
            default -> "";
          };
      case 4 -> byteOrder(bit);
      case 5 ->
          switch (bit) {
            case 0x200 -> ", soft-float ABI";
            case 0x400 -> ", hard-float ABI";
            default -> byteOrder(bit);
          };
      default -> "";
    };
  }

  private static String byteOrder(int bit) {
    return switch (bit) {
      case 0x00800000 -> ", BE8";
      case 0x00400000 -> ", LE8";
      default -> "";
    };
  }

  private static String gnu(int bit) {
    return switch (bit) {
      case 0x04 -> ", interworking enabled";
      case 0x08 -> ", uses APCS/26";
      case 0x10 -> ", uses APCS/float";
      case 0x40 -> ", 8 bit structure alignment";
      case 0x80 -> ", uses new ABI";
      case 0x100 -> ", uses old ABI";
      case 0x200 -> ", software FP";
      case 0x400 -> ", VFP";
      case 0x800 -> ", Maverick FP";
      default -> "";
    };
  }
}
