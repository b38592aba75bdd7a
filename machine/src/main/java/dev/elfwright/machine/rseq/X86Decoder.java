package dev.elfwright.machine.rseq;

import dev.elfwright.machine.x86.InstructionLength;
import java.util.BitSet;

/** x86-64: Intel SDM volume 2, appendix A. */
final class X86Decoder implements Decoder {
  private static final BitSet STORES = opcodes(0x88, 0x89, 0xc6, 0xc7, 0x8c);
  private static final BitSet UPDATES =
      opcodes(
          0x00, 0x01, 0x08, 0x09, 0x10, 0x11, 0x18, 0x19, 0x20, 0x21, 0x28, 0x29, 0x30, 0x31, 0x86,
          0x87, 0xc0, 0xc1, 0xd0, 0xd1, 0xd2, 0xd3);
  private static final BitSet STORES_0F =
      opcodes(0x11, 0x13, 0x17, 0x29, 0x2b, 0x7e, 0x7f, 0xc3, 0xd6, 0xe7);
  private static final BitSet UPDATES_0F =
      opcodes(0xa4, 0xa5, 0xab, 0xac, 0xad, 0xb0, 0xb1, 0xb3, 0xbb, 0xc0, 0xc1, 0xc7);

  private static BitSet opcodes(int... values) {
    BitSet set = new BitSet();
    for (int v : values) {
      set.set(v);
    }
    return set;
  }

  @Override
  public int length(byte[] code, int at) {
    return InstructionLength.at(code, at, code.length);
  }

  @Override
  public int signature() {
    return 0x53053053;
  }

  @Override
  public Effect effect(byte[] code, int at, int length) {
    int end = at + length;
    int i = at;
    while (i < end && isPrefix(code[i] & 0xff)) {
      i++;
    }
    if (i < end && (code[i] & 0xf0) == 0x40) {
      i++; // REX
    }
    int opcode = byteAt(code, i, end);
    if (opcode == 0xc5 || opcode == 0xc4) {
      return vex(code, i, end);
    }
    if (opcode != 0x0f) {
      return oneByte(opcode, byteAt(code, i + 1, end));
    }
    return twoBytes(byteAt(code, i + 1, end), byteAt(code, i + 2, end));
  }

  private static boolean isPrefix(int b) {
    return switch (b) {
      case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3 -> true;
      default -> false;
    };
  }

  private static int byteAt(byte[] code, int at, int end) {
    return at < end ? code[at] & 0xff : 0;
  }

  private static boolean isMemory(int modRm) {
    return modRm < 0xc0;
  }

  private static Effect oneByte(int opcode, int modRm) {
    int operation = modRm >> 3 & 7;
    return switch (opcode) {
      case 0xe8, 0x9a -> Effect.CALL;
      case 0xcc, 0xcd -> Effect.SYSTEM_CALL;
      case 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x68, 0x6a, 0x9c, 0xc8 -> Effect.UPDATE;
      case 0x58, 0x59, 0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f, 0x8f, 0x9d, 0xc9 -> Effect.UPDATE;
      case 0xa2, 0xa3 -> Effect.STORE;
      case 0xa4, 0xa5, 0xaa, 0xab -> Effect.UPDATE; // moves rdi too
      case 0x80, 0x81, 0x83 -> memory(modRm, operation == 7 ? Effect.NONE : Effect.UPDATE);
      case 0xf6, 0xf7 ->
          memory(modRm, operation == 2 || operation == 3 ? Effect.UPDATE : Effect.NONE);
      case 0xfe, 0xff -> incrementOrCall(modRm, operation);
      default ->
          STORES.get(opcode)
              ? memory(modRm, Effect.STORE)
              : UPDATES.get(opcode) ? memory(modRm, Effect.UPDATE) : Effect.NONE;
    };
  }

  private static Effect incrementOrCall(int modRm, int operation) {
    return switch (operation) {
      case 0, 1 -> memory(modRm, Effect.UPDATE);
      case 2, 3 -> Effect.CALL;
      case 6 -> Effect.UPDATE; // push
      default -> Effect.NONE;
    };
  }

  private static Effect twoBytes(int opcode, int modRm) {
    return switch (opcode) {
      case 0x05, 0x34 -> Effect.SYSTEM_CALL;
      case 0xba -> memory(modRm, (modRm >> 3 & 7) > 4 ? Effect.UPDATE : Effect.NONE);
      default ->
          STORES_0F.get(opcode)
              ? memory(modRm, Effect.STORE)
              : UPDATES_0F.get(opcode) ? memory(modRm, Effect.UPDATE) : Effect.NONE;
    };
  }

  /** In the first map the opcodes that store are those of the two-byte instructions. */
  private static Effect vex(byte[] code, int at, int end) {
    boolean threeBytes = (code[at] & 0xff) == 0xc4;
    if (threeBytes && (byteAt(code, at + 1, end) & 0x1f) != 1) {
      return Effect.NONE;
    }
    int opcode = at + (threeBytes ? 3 : 2);
    return STORES_0F.get(byteAt(code, opcode, end))
        ? memory(byteAt(code, opcode + 1, end), Effect.STORE)
        : Effect.NONE;
  }

  private static Effect memory(int modRm, Effect effect) {
    return isMemory(modRm) ? effect : Effect.NONE;
  }
}
