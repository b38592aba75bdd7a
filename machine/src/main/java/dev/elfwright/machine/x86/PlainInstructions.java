package dev.elfwright.machine.x86;

/**
 * The instructions that compute: what they do is in their operands alone (Intel SDM volume 2,
 * appendix A). Not among them are those that speak to devices or the processor, those that write
 * memory which no operand names, and all of vectors and floating point.
 */
final class PlainInstructions {
  private PlainInstructions() {}

  /** Whether it is one; in maps 38, v2 and v3 these are MOVBE and those of BMI. */
  static boolean has(String map, int op) {
    return switch (map) {
      case "1" -> oneByte(op);
      case "0f" -> twoBytes(op);
      case "38" -> op == 0xf0 || op == 0xf1;
      case "v2" -> op == 0xf2 || op == 0xf3 || op == 0xf5 || op == 0xf6 || op == 0xf7;
      case "v3" -> op == 0xf0;
      default -> false;
    };
  }

  private static boolean oneByte(int op) {
    return switch (op) {
      // INS and OUTS, MOV to a segment, WAIT, PUSHF and POPF, MOV, MOVS and STOS to memory.
      case 0x6c, 0x6d, 0x6e, 0x6f, 0x8e, 0x9b, 0x9c, 0x9d, 0xa2, 0xa3, 0xa4, 0xa5, 0xaa, 0xab ->
          false;
      // INT1, HLT, CLI, STI.
      case 0xf1, 0xf4, 0xfa, 0xfb -> false;
      // x87, IN and OUT.
      default ->
          !(op >= 0xd8 && op <= 0xdf || op >= 0xe4 && op <= 0xe7 || op >= 0xec && op <= 0xef);
    };
  }

  private static boolean twoBytes(int op) {
    return switch (op) {
      // UD2; PREFETCH, NOP and ENDBR; bits; multiplication; extension; exchanges.
      case 0x0b, 0x0d, 0x1e, 0x1f -> true;
      case 0xa3, 0xa4, 0xa5, 0xab, 0xac, 0xad, 0xaf -> true;
      case 0xb0, 0xb1, 0xb3, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf -> true;
      case 0xc0, 0xc1 -> true;
      // CMOVcc, Jcc and SETcc, BSWAP.
      default -> op >= 0x40 && op <= 0x4f || op >= 0x80 && op <= 0x9f || op >= 0xc8 && op <= 0xcf;
    };
  }

  /** Whether it reads memory that no operand of ModRM names: MOV from an address, XLAT, strings. */
  static boolean readsUnnamed(String map, int op) {
    return map.equals("1")
        && switch (op) {
          case 0xa0, 0xa1, 0xa6, 0xa7, 0xac, 0xad, 0xae, 0xaf, 0xd7 -> true;
          default -> false;
        };
  }
}
