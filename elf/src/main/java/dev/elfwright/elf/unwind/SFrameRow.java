package dev.elfwright.elf.unwind;

import java.util.OptionalInt;

/**
 * How to find the caller from one place in a function on: the canonical frame address (CFA), and
 * relative to it where the return address and the frame pointer were saved.
 *
 * <p>Layout: start address of 1, 2 or 4 bytes; one byte with the base register (bit 0), the number
 * of offsets (bits 1 to 4), their size (bits 5 and 6: 0, 1, 2 for 1, 2, 4 bytes), and whether the
 * return address is signed (bit 7); the offsets: of the CFA, of the return address unless the
 * header fixes it, of the frame pointer.
 *
 * @param start bytes from the start of the function, or of the repeated block
 * @param base what the CFA is relative to
 * @param cfa the CFA's distance from the base, in bytes
 * @param returnAddress where the return address was saved, in bytes from the CFA; empty when it is
 *     in its register
 * @param framePointer where the frame pointer was saved, in bytes from the CFA; empty when it is in
 *     its register
 * @param signed whether the return address is signed, on AArch64
 */
public record SFrameRow(
    long start,
    Base base,
    int cfa,
    OptionalInt returnAddress,
    OptionalInt framePointer,
    boolean signed) {

  /** What the CFA is relative to. */
  public enum Base {
    /** The frame pointer. */
    FRAME_POINTER,
    /** The stack pointer. */
    STACK_POINTER
  }

  static SFrameRow read(
      FrameCursor c, SFrameFunction function, int fixedReturnAddress, int fixedFramePointer) {
    long start =
        switch (function.startSize()) {
          case 0 -> c.u8();
          case 1 -> c.u16();
          case 2 -> c.u32();
          default -> throw c.malformed("start addresses of size " + function.startSize());
        };
    int info = c.u8();
    int count = info >> 1 & 0xf;
    int size = info >> 5 & 3;
    if (count == 0) {
      throw c.malformed("a row without offsets");
    }
    int cfa = offset(c, size);
    int left = count - 1;
    OptionalInt returnAddress = OptionalInt.empty();
    if (fixedReturnAddress != 0) {
      returnAddress = OptionalInt.of(fixedReturnAddress);
    } else if (left > 0) {
      returnAddress = OptionalInt.of(offset(c, size));
      left--;
    }
    OptionalInt framePointer = OptionalInt.empty();
    if (fixedFramePointer != 0) {
      framePointer = OptionalInt.of(fixedFramePointer);
    } else if (left > 0) {
      framePointer = OptionalInt.of(offset(c, size));
      left--;
    }
    for (; left > 0; left--) {
      offset(c, size);
    }
    Base base = (info & 1) == 0 ? Base.FRAME_POINTER : Base.STACK_POINTER;
    return new SFrameRow(start, base, cfa, returnAddress, framePointer, (info & 0x80) != 0);
  }

  private static int offset(FrameCursor c, int size) {
    return switch (size) {
      case 0 -> c.i8();
      case 1 -> (short) c.u16();
      case 2 -> c.i32();
      default -> throw c.malformed("offsets of size " + size);
    };
  }
}
