package dev.elfwright.link.object;

import java.nio.ByteBuffer;

/** x86-64: {@code jmp *slot(%rip)}, two bytes of code and a distance, then two that trap. */
final class Stub {
  static final int SIZE = 8;

  private static final int JUMP = 0x25ff;
  private static final int JUMP_SIZE = 6;
  private static final short TRAPS = (short) 0xcccc;

  private Stub() {}

  /** Writes the stub at {@code stub} that jumps where the word at {@code slot} says. */
  static void write(ByteBuffer image, long stub, long slot) {
    int at = Math.toIntExact(stub);
    image.putShort(at, (short) JUMP);
    image.putInt(at + 2, Math.toIntExact(slot - stub - JUMP_SIZE));
    image.putShort(at + JUMP_SIZE, TRAPS);
  }
}
