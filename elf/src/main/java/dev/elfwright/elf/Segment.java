package dev.elfwright.elf;

import dev.elfwright.elf.constant.SegmentType;

/**
 * One program header (gABI, "Program Header").
 *
 * <table>
 * <caption>Layout, offsets in bytes for 32 and 64 bit</caption>
 * <tr><td>0</td><td>0</td><td>p_type</td></tr>
 * <tr><td>24</td><td>4</td><td>p_flags</td></tr>
 * <tr><td>4</td><td>8</td><td>p_offset</td></tr>
 * <tr><td>8</td><td>16</td><td>p_vaddr</td></tr>
 * <tr><td>12</td><td>24</td><td>p_paddr</td></tr>
 * <tr><td>16</td><td>32</td><td>p_filesz</td></tr>
 * <tr><td>20</td><td>40</td><td>p_memsz</td></tr>
 * <tr><td>28</td><td>48</td><td>p_align</td></tr>
 * </table>
 *
 * @param type p_type, see {@link SegmentType}
 * @param flags p_flags, see {@link #READ}, {@link #WRITE}, {@link #EXECUTE}
 * @param offset p_offset, bytes from the file's start
 * @param address p_vaddr
 * @param physicalAddress p_paddr
 * @param fileSize p_filesz in bytes
 * @param memorySize p_memsz in bytes
 * @param alignment p_align in bytes; 0 and 1 mean none
 */
public record Segment(
    int type,
    int flags,
    long offset,
    long address,
    long physicalAddress,
    long fileSize,
    long memorySize,
    long alignment)
    implements ElfElement {

  /** PF_X. */
  public static final int EXECUTE = 1;

  /** PF_W. */
  public static final int WRITE = 2;

  /** PF_R. */
  public static final int READ = 4;

  /** Size in bytes of one program header of this class: 32 or 56. */
  public static int entrySize(boolean is64) {
    return is64 ? 56 : 32;
  }

  /** Whether the loader maps this segment. */
  public boolean isLoad() {
    return type == SegmentType.LOAD;
  }

  /** Whether {@code [address, address + size)} lies in this segment's memory. */
  public boolean covers(long start, long size) {
    long distance = start - address;
    return distance >= 0 && size >= 0 && distance <= memorySize && size <= memorySize - distance;
  }

  static Segment read(ElfBytes in, long at) {
    if (in.is64()) {
      return new Segment(
          in.i32(at),
          in.i32(at + 4),
          in.i64(at + 8),
          in.i64(at + 16),
          in.i64(at + 24),
          in.i64(at + 32),
          in.i64(at + 40),
          in.i64(at + 48));
    }
    return new Segment(
        in.i32(at),
        in.i32(at + 24),
        in.u32(at + 4),
        in.u32(at + 8),
        in.u32(at + 12),
        in.u32(at + 16),
        in.u32(at + 20),
        in.u32(at + 28));
  }
}
