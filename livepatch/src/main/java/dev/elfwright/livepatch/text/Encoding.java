package dev.elfwright.livepatch.text;

import java.util.Arrays;
import java.util.HexFormat;

/** The few instructions that the kernel writes into its code (arch/x86/include/asm/nops.h). */
final class Encoding {
  static final int CALL = 0xe8;
  static final int JUMP = 0xe9;
  static final int SHORT_JUMP = 0xeb;
  static final int RETURN = 0xc3;
  static final byte STOP = (byte) 0xcc;
  static final int LOCK = 0xf0;
  static final int DATA_SEGMENT = 0x3e;

  /** Bytes of a call or a jump with a distance of four bytes. */
  static final int SIZE = 5;

  private static final String[] NOPS = {
    "",
    "90",
    "6690",
    "0f1f00",
    "0f1f4000",
    "0f1f440000",
    "660f1f440000",
    "0f1f8000000000",
    "0f1f840000000000"
  };

  private Encoding() {}

  /** As many bytes as that do nothing: {@code add_nops}. */
  static byte[] nops(int size) {
    byte[] code = new byte[size];
    for (int at = 0; at < size; ) {
      int n = Math.min(size - at, NOPS.length - 1);
      System.arraycopy(HexFormat.of().parseHex(NOPS[n]), 0, code, at, n);
      at += n;
    }
    return code;
  }

  /** {@code text_gen_insn}: a call or jump at an address to a target, in five bytes. */
  static byte[] branch(int opcode, long address, long target) {
    int distance = (int) (target - address - SIZE);
    byte[] code = new byte[SIZE];
    code[0] = (byte) opcode;
    for (int i = 0; i < 4; i++) {
      code[1 + i] = (byte) (distance >> 8 * i);
    }
    return code;
  }

  /** A jump of two bytes. */
  static byte[] shortJump(long address, long target) {
    return new byte[] {(byte) SHORT_JUMP, (byte) (target - address - 2)};
  }

  /** Fills up with one byte. */
  static byte[] padded(byte[] code, int size, byte with) {
    byte[] all = Arrays.copyOf(code, size);
    Arrays.fill(all, Math.min(code.length, size), size, with);
    return all;
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
