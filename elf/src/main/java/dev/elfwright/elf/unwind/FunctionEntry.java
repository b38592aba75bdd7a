package dev.elfwright.elf.unwind;

import java.util.OptionalLong;

/**
 * A Frame Description Entry: the frames of one range of code (LSB Core, "The Frame Description
 * Entry Format").
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><td>4 bytes</td><td>length of what follows; 0xffffffff: the next 8 bytes have it</td></tr>
 * <tr><td>4 bytes</td><td>distance from this field back to the CIE; in .debug_frame its offset, in 4
 * or 8 bytes</td></tr>
 * <tr><td></td><td>segment selector, where a CIE of version 4 says so</td></tr>
 * <tr><td>pointer</td><td>first address of the code, encoded as the CIE says</td></tr>
 * <tr><td>number</td><td>bytes of code, in the format of that pointer</td></tr>
 * <tr><td>ULEB128</td><td>size of what follows, only where the CIE's augmentation begins with
 * {@code z}</td></tr>
 * <tr><td>pointer</td><td>exception table (LSDA), only where the CIE has an encoding for it</td></tr>
 * <tr><td></td><td>instructions, up to the end</td></tr>
 * </table>
 *
 * @param offset bytes from the start of the section
 * @param size its size in bytes, the length field included
 * @param common the entry it shares with others
 * @param address the first address of the code. In object files a relocation says it; this is what
 *     stands in the field
 * @param range bytes of code, unsigned
 * @param exceptionTable the address of the exception table
 * @param instructions where the instructions begin, in bytes from the start of .eh_frame; they end
 *     where the entry does
 */
public record FunctionEntry(
    long offset,
    long size,
    CommonEntry common,
    long address,
    long range,
    OptionalLong exceptionTable,
    long instructions)
    implements FrameEntry {

  /** Whether an address lies in the range of code. */
  public boolean covers(long where) {
    return Long.compareUnsigned(where - address, range) < 0;
  }

  /**
   * Reads what follows the distance to the CIE.
   *
   * @param start the file offset of .eh_frame
   */
  static FunctionEntry read(FrameCursor c, long offset, long size, CommonEntry common, long start) {
    c.withAddressSize(common.addressSize()).skip(common.segmentSize());
    int encoding = common.pointers();
    long address = c.pointer(encoding, 0);
    long range = c.address(c.stored(encoding & PointerEncoding.FORMAT));
    OptionalLong table = OptionalLong.empty();
    if (common.hasData()) {
      long dataSize = c.unsignedLeb();
      if (dataSize < 0 || dataSize > c.remaining()) {
        throw c.malformed("augmentation data of 0x%x bytes does not fit".formatted(dataSize));
      }
      long end = c.position() + dataSize;
      if (common.exceptionTables() != PointerEncoding.OMITTED && dataSize != 0) {
        table = exceptionTable(c, common.exceptionTables());
      }
      c.moveTo(end);
    }
    return new FunctionEntry(offset, size, common, address, range, table, c.position() - start);
  }

  /** A stored 0 means none, whatever a pointer is relative to. */
  private static OptionalLong exceptionTable(FrameCursor c, int encoding) {
    FrameCursor again = c.copy();
    return again.stored(encoding) == 0
        ? OptionalLong.empty()
        : OptionalLong.of(c.pointer(encoding, 0));
  }
}
