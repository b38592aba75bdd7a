package dev.elfwright.machine.x86;

/**
 * How many bytes an instruction of 64-bit mode takes (Intel SDM volume 2, appendix A, "Opcode Map";
 * VEX in 2.3, EVEX in 2.7). It tells where an instruction ends, from which the processor counts
 * what is relative to it, and nothing of what it does.
 */
public final class InstructionLength {
  /** The longest instruction that a processor takes, in bytes. */
  public static final int LONGEST = 15;

  // A character an opcode, sixteen a row: '-' no operands in bytes, 'm' ModRM, 'b' ModRM and a
  // byte, 'z' ModRM and a 16- or 32-bit immediate, 'B' a byte, 'Z' a 16- or 32-bit immediate, 'x'
  // no instruction or a prefix.
  private static final String ONE_BYTE =
      "mmmmBZxxmmmmBZxx" // 00
          + "mmmmBZxxmmmmBZxx" // 10
          + "mmmmBZxxmmmmBZxx" // 20
          + "mmmmBZxxmmmmBZxx" // 30
          + "xxxxxxxxxxxxxxxx" // 40: REX
          + "----------------" // 50
          + "xxxmxxxxZzBb----" // 60
          + "BBBBBBBBBBBBBBBB" // 70
          + "bzxbmmmmmmmmmmmm" // 80
          + "----------x-----" // 90
          + "AAAA----BZ------" // a0: A has an address of eight bytes
          + "BBBBBBBBVVVVVVVV" // b0: V has as many bytes as the operand
          + "bbW-xxbzE-W--Bx-" // c0: W two bytes, E three
          + "mmmmxxx-mmmmmmmm" // d0
          + "BBBBBBBBDDxB----" // e0: D always four bytes
          + "x-xx--tT------mm"; // f0: t, T have an immediate for TEST only

  private static final String TWO_BYTES =
      "mmmm---------m-b" // 00
          + "mmmmmmmmmmmmmmmm" // 10
          + "mmmmmmmmmmmmmmmm" // 20
          + "----------------" // 30; 38 and 3a lead to other maps
          + "mmmmmmmmmmmmmmmm" // 40
          + "mmmmmmmmmmmmmmmm" // 50
          + "mmmmmmmmmmmmmmmm" // 60
          + "bbbbmmm-mmmmmmmm" // 70
          + "DDDDDDDDDDDDDDDD" // 80
          + "mmmmmmmmmmmmmmmm" // 90
          + "---mbmmm---mbmmm" // a0
          + "mmmmmmmmmmbmmmmm" // b0
          + "mmbmbbbm--------" // c0
          + "mmmmmmmmmmmmmmmm" // d0
          + "mmmmmmmmmmmmmmmm" // e0
          + "mmmmmmmmmmmmmmmm"; // f0

  private final byte[] code;
  private final int start;
  private final int limit;
  private int at;
  private boolean operand16;
  private boolean wide;
  private boolean address32;

  private InstructionLength(byte[] code, int start, int limit) {
    this.code = code;
    this.start = start;
    this.limit = limit;
    this.at = start;
  }

  /**
   * The length of the instruction at an index, or 0 where no instruction of 64-bit mode begins, or
   * it does not end before the limit.
   *
   * @param limit the index behind the last byte of code
   */
  public static int at(byte[] code, int start, int limit) {
    InstructionLength i = new InstructionLength(code, start, Math.min(limit, code.length));
    boolean whole = i.prefixesAndOpcode() && i.at <= i.limit && i.at - start <= LONGEST;
    return whole ? i.at - start : 0;
  }

  private int next() {
    return at < limit ? code[at++] & 0xff : overrun();
  }

  private int overrun() {
    at = limit + 1;
    return 0;
  }

  private boolean prefixesAndOpcode() {
    int op = next();
    while (isPrefix(op) && at - start < LONGEST) {
      operand16 |= op == 0x66;
      address32 |= op == 0x67;
      op = next();
    }
    if ((op & 0xf0) == 0x40) {
      wide = (op & 8) != 0;
      op = next();
    }
    return switch (op) {
      case 0x0f -> escaped(next());
      case 0xc5 -> next() >= 0 && vexMap(1);
      case 0xc4 -> vex3(next());
      case 0x62 -> evex(next());
      default -> operands(ONE_BYTE.charAt(op));
    };
  }

  private static boolean isPrefix(int op) {
    return switch (op) {
      case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3 -> true;
      default -> false;
    };
  }

  private boolean escaped(int op) {
    return switch (op) {
      case 0x38 -> next() >= 0 && operands('m');
      case 0x3a -> next() >= 0 && operands('b');
      default -> operands(TWO_BYTES.charAt(op));
    };
  }

  private boolean vex3(int first) {
    int second = next();
    wide = (second & 0x80) != 0;
    return vexMap(first & 0x1f);
  }

  private boolean evex(int first) {
    at += 2;
    return vexMap(first & 7);
  }

  private boolean vexMap(int map) {
    int op = next();
    return switch (map) {
      case 1 -> op == 0x77 || operands(TWO_BYTES.charAt(op) == 'b' ? 'b' : 'm');
      case 2, 5, 6 -> operands('m');
      case 3 -> operands('b');
      default -> false;
    };
  }

  private boolean operands(char kind) {
    switch (kind) {
      case '-' -> {}
      case 'm' -> modRm();
      case 'b' -> {
        modRm();
        at += 1;
      }
      case 'z' -> {
        modRm();
        at += immediate();
      }
      case 'B' -> at += 1;
      case 'Z' -> at += immediate();
      case 'V' -> at += wide ? 8 : immediate();
      case 'A' -> at += address32 ? 4 : 8;
      case 'D' -> at += 4;
      case 'W' -> at += 2;
      case 'E' -> at += 3;
      case 't' -> testImmediate(1);
      case 'T' -> testImmediate(immediate());
      default -> {
        return false;
      }
    }
    return true;
  }

  private int immediate() {
    return operand16 && !wide ? 2 : 4;
  }

  /** Of the instructions with this opcode, TEST alone has an immediate: /0 and /1. */
  private void testImmediate(int size) {
    if (modRm() < 2) {
      at += size;
    }
  }

  /** Skips ModRM, SIB and displacement; gives the middle field, which may extend the opcode. */
  private int modRm() {
    int modRm = next();
    int mode = modRm >> 6;
    int rm = modRm & 7;
    if (mode != 3) {
      boolean noBase = rm == 4 ? (next() & 7) == 5 : rm == 5;
      if (mode == 1) {
        at += 1;
      } else if (mode == 2 || noBase) {
        at += 4;
      }
    }
    return modRm >> 3 & 7;
  }
}
