package dev.elfwright.elf.unwind;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.Leb128;

/** Reads fields one after the other, within limits, at a place in memory. */
final class FrameCursor {
  private final ElfBytes in;
  private final String structure;
  private final long limit;

  /** What has to be added to a file offset to get the address. */
  private final long bias;

  private long at;
  private int addressSize;

  /**
   * Begins at a file offset.
   *
   * @param address that of the byte at {@code start}
   */
  FrameCursor(ElfBytes in, long start, long size, long address, String structure) {
    in.require(start, size, structure);
    this.in = in;
    this.structure = structure;
    this.at = start;
    this.limit = start + size;
    this.bias = address - start;
    this.addressSize = in.wordSize();
  }

  /** Another one at the same place. */
  FrameCursor copy() {
    return new FrameCursor(in, at, limit - at, at + bias, structure).withAddressSize(addressSize);
  }

  /** This one, for addresses of 2, 4 or 8 bytes. */
  FrameCursor withAddressSize(int bytes) {
    addressSize = bytes;
    return this;
  }

  int addressSize() {
    return addressSize;
  }

  /** An address that is not encoded. */
  private long plainAddress() {
    return switch (addressSize) {
      case 2 -> u16();
      case 4 -> u32();
      default -> i64();
    };
  }

  /**
   * Passes over some bytes.
   *
   * @param size 0 to 8
   */
  void skip(int size) {
    take(size);
  }

  long position() {
    return at;
  }

  long remaining() {
    return limit - at;
  }

  void moveTo(long position) {
    if (position < at || position > limit) {
      throw malformed("0x%x bytes do not fit before 0x%x".formatted(position - at, limit));
    }
    at = position;
  }

  private long take(long size) {
    if (size > limit - at) {
      throw malformed("a field of %d bytes does not fit before 0x%x".formatted(size, limit));
    }
    long here = at;
    at += size;
    return here;
  }

  int u8() {
    return in.u8(take(1));
  }

  int i8() {
    return (byte) u8();
  }

  int u16() {
    return in.u16(take(2));
  }

  int i32() {
    return in.i32(take(4));
  }

  long u32() {
    return in.u32(take(4));
  }

  long i64() {
    return in.i64(take(8));
  }

  long word() {
    return in.word(take(in.wordSize()));
  }

  long unsignedLeb() {
    Leb128 number = new Leb128(in, at, limit - at, structure);
    long value = number.unsigned();
    at = limit - number.remaining();
    return value;
  }

  long signedLeb() {
    Leb128 number = new Leb128(in, at, limit - at, structure);
    long value = number.signed();
    at = limit - number.remaining();
    return value;
  }

  /** A text ended by NUL; those of augmentations are ASCII. */
  String text() {
    String text = in.string(at, limit, structure);
    while (in.u8(at) != 0) {
      at++;
    }
    at++;
    return text;
  }

  /** The value as it is stored. */
  long stored(int encoding) {
    if ((encoding & PointerEncoding.APPLICATION) == PointerEncoding.ALIGNED) {
      take(-(at + bias) & in.wordSize() - 1);
      return word();
    }
    return switch (encoding & PointerEncoding.FORMAT) {
      case PointerEncoding.ABSOLUTE -> plainAddress();
      case PointerEncoding.SIGNED -> word();
      case PointerEncoding.ULEB128 -> unsignedLeb();
      case PointerEncoding.UDATA2 -> u16();
      case PointerEncoding.UDATA4 -> u32();
      case PointerEncoding.UDATA8, PointerEncoding.SDATA8 -> i64();
      case PointerEncoding.SLEB128 -> signedLeb();
      case PointerEncoding.SDATA2 -> (short) u16();
      case PointerEncoding.SDATA4 -> i32();
      default -> throw malformed("pointer encoding 0x%x is not known".formatted(encoding));
    };
  }

  /** A pointer, relative to where it stands or to a base as its encoding says. */
  long pointer(int encoding, long dataBase) {
    long here = at + bias;
    long value = stored(encoding);
    return switch (encoding & PointerEncoding.APPLICATION) {
      case PointerEncoding.PC_RELATIVE -> address(here + value);
      case PointerEncoding.DATA_RELATIVE -> address(dataBase + value);
      default -> address(value);
    };
  }

  /** An address is as wide as the file's class, or as a CIE of version 4 says. */
  long address(long value) {
    return addressSize == 8 ? value : value & ((1L << 8 * addressSize) - 1);
  }

  ElfFormatException malformed(String message) {
    return in.malformed(at, structure, message);
  }
}
