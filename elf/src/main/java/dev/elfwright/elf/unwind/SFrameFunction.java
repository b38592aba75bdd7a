package dev.elfwright.elf.unwind;

/**
 * A range of code in .sframe.
 *
 * <table>
 * <caption>Layout, offsets in bytes</caption>
 * <tr><td>0</td><td>address, relative, signed, 4 bytes</td></tr>
 * <tr><td>4</td><td>size of the code, 4 bytes</td></tr>
 * <tr><td>8</td><td>where its rows begin among all rows, 4 bytes</td></tr>
 * <tr><td>12</td><td>count of its rows, 4 bytes</td></tr>
 * <tr><td>16</td><td>how rows are stored, 1 byte, see {@code info}</td></tr>
 * <tr><td>17</td><td>version 2: size of the block of code that is repeated, 1 byte</td></tr>
 * <tr><td>18</td><td>version 2: nothing, 2 bytes</td></tr>
 * </table>
 *
 * @param address the first address of the code
 * @param size bytes of code
 * @param firstRow bytes from the start of all rows
 * @param rowCount its number of rows
 * @param info bits 0 to 3: start addresses of rows have 1, 2 or 4 bytes (0, 1, 2); bit 4: rows
 *     describe a block of code that is repeated, as in .plt; bit 5: on AArch64, return addresses
 *     are signed with key B
 * @param blockSize the size of that block in bytes, 0 in version 1, which does not say it
 */
public record SFrameFunction(
    long address, long size, long firstRow, long rowCount, int info, int blockSize) {

  /** Whether rows describe a block of code that is repeated. */
  public boolean isRepeated() {
    return (info & 0x10) != 0;
  }

  /** The code of the size of start addresses. */
  int startSize() {
    return info & 0xf;
  }
}
