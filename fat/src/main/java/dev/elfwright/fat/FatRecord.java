package dev.elfwright.fat;

import dev.elfwright.elf.ElfBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A record of a FatELF table, as it stands there.
 *
 * <table>
 * <caption>Layout, offsets in bytes</caption>
 * <tr><td>0</td><td>e_machine, 2 bytes</td></tr>
 * <tr><td>2</td><td>EI_OSABI</td></tr>
 * <tr><td>3</td><td>EI_ABIVERSION</td></tr>
 * <tr><td>4</td><td>EI_CLASS: 1 or 2</td></tr>
 * <tr><td>5</td><td>EI_DATA: 1 or 2. Where the specification says so, fatelf.h has 0 for big
 * endian; both are read, 2 is written</td></tr>
 * <tr><td>6</td><td>variant; the specification reserves this byte and wants 0</td></tr>
 * <tr><td>7</td><td>reserved, 0</td></tr>
 * <tr><td>8</td><td>offset from the table's start, 8 bytes</td></tr>
 * <tr><td>16</td><td>size in bytes, 8 bytes</td></tr>
 * </table>
 *
 * @param target the first seven bytes
 * @param reserved the reserved byte
 * @param offset in bytes from the start of the table, unsigned
 * @param size in bytes, unsigned
 */
record FatRecord(Target target, int reserved, long offset, long size) {
  static final int SIZE = 24;

  static FatRecord read(ElfBytes in, long at, int number) {
    int elfClass = in.u8(at + 4);
    int order = in.u8(at + 5);
    String structure = "FatELF record " + number;
    if (elfClass != 1 && elfClass != 2) {
      throw in.malformed(at + 4, structure, "class %d, expected 1 or 2".formatted(elfClass));
    }
    if (order > 2) {
      throw in.malformed(at + 5, structure, "byte order %d, expected 1 or 2".formatted(order));
    }
    Target target =
        new Target(
            in.u16(at),
            in.u8(at + 2),
            in.u8(at + 3),
            elfClass == 2,
            order == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
            in.u8(at + 6));
    return new FatRecord(target, in.u8(at + 7), in.i64(at + 8), in.i64(at + 16));
  }

  /** Puts the record's bytes into a little-endian buffer. */
  void write(ByteBuffer to) {
    to.putShort((short) target.machine());
    to.put((byte) target.osAbi()).put((byte) target.abiVersion());
    to.put((byte) (target.is64() ? 2 : 1));
    to.put((byte) (target.order() == ByteOrder.LITTLE_ENDIAN ? 1 : 2));
    to.put((byte) target.variant()).put((byte) reserved);
    to.putLong(offset).putLong(size);
  }
}
