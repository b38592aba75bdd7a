package dev.elfwright.fat;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The table at the start of a FatELF file, as it stands there (FatELF specification, version 1).
 * All numbers are little endian.
 *
 * <table>
 * <caption>Header, then records; offsets in bytes</caption>
 * <tr><td>0</td><td>magic, FA 70 0E 1F</td></tr>
 * <tr><td>4</td><td>version, 2 bytes: 1</td></tr>
 * <tr><td>6</td><td>number of records, 1 byte</td></tr>
 * <tr><td>7</td><td>reserved, 0</td></tr>
 * <tr><td>8</td><td>records of 24 bytes, see {@link FatRecord}</td></tr>
 * </table>
 *
 * @param reserved the reserved byte
 * @param records the records in order, 0 to 255
 */
record FatTable(int reserved, List<FatRecord> records) {
  static final int MAGIC = 0x1f0e70fa;
  static final int HEADER_SIZE = 8;
  static final int MOST_RECORDS = 255;

  /** Size of the largest table. */
  static final int MOST_BYTES = HEADER_SIZE + FatRecord.SIZE * MOST_RECORDS;

  private static final int VERSION = 1;
  private static final String STRUCTURE = "FatELF header";

  FatTable {
    records = List.copyOf(records);
  }

  /** Whether bytes start as a FatELF file does. */
  static boolean isAt(MemorySegment bytes) {
    return bytes.byteSize() >= 4
        && new ElfBytes(STRUCTURE, bytes.asSlice(0, 4), true, false).i32(0) == MAGIC;
  }

  /** Size in bytes of a table of so many records. */
  static long size(int records) {
    return HEADER_SIZE + (long) FatRecord.SIZE * records;
  }

  /**
   * Reads a table.
   *
   * @param start where it begins; records count from there
   * @throws ElfFormatException when it is cut off, of another version, or names a class or byte
   *     order that ELF does not have
   */
  static FatTable read(ElfBytes in, long start) {
    in.require(start, HEADER_SIZE, STRUCTURE);
    if ((int) in.u32(start) != MAGIC) {
      throw in.malformed(start, STRUCTURE, "expected the magic number fa 70 0e 1f");
    }
    int version = in.u16(start + 4);
    if (version != VERSION) {
      throw in.malformed(start + 4, STRUCTURE, "version %d, expected 1".formatted(version));
    }
    int count = in.u8(start + 6);
    // Not by a format: for %d the JDK looks for the rules of locales, 10 ms of a command's start.
    in.require(start, size(count), "FatELF table of " + count + " records");
    List<FatRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      records.add(FatRecord.read(in, start + size(i), i));
    }
    return new FatTable(in.u8(start + 7), records);
  }

  /** The bytes of the table. */
  MemorySegment bytes() {
    ByteBuffer out = ByteBuffer.allocate((int) size(records.size())).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putShort((short) VERSION);
    out.put((byte) records.size()).put((byte) reserved);
    records.forEach(record -> record.write(out));
    return MemorySegment.ofBuffer(out.flip());
  }
}
