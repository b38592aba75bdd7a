package dev.elfwright.elf;

import dev.elfwright.elf.constant.SectionType;

/**
 * One section header (gABI, "Section Header").
 *
 * <table>
 * <caption>Layout, offsets in bytes for 32 and 64 bit</caption>
 * <tr><td>0</td><td>0</td><td>sh_name, 4 bytes</td></tr>
 * <tr><td>4</td><td>4</td><td>sh_type, 4 bytes</td></tr>
 * <tr><td>8</td><td>8</td><td>sh_flags, of the class's size</td></tr>
 * <tr><td>12</td><td>16</td><td>sh_addr, address</td></tr>
 * <tr><td>16</td><td>24</td><td>sh_offset, offset</td></tr>
 * <tr><td>20</td><td>32</td><td>sh_size, of the class's size</td></tr>
 * <tr><td>24</td><td>40</td><td>sh_link, 4 bytes</td></tr>
 * <tr><td>28</td><td>44</td><td>sh_info, 4 bytes</td></tr>
 * <tr><td>32</td><td>48</td><td>sh_addralign, of the class's size</td></tr>
 * <tr><td>36</td><td>56</td><td>sh_entsize, of the class's size</td></tr>
 * </table>
 *
 * @param nameOffset sh_name, bytes from the start of the section name table
 * @param type sh_type, see {@link SectionType}
 * @param flags sh_flags
 * @param address sh_addr, 0 when not in memory
 * @param offset sh_offset, bytes from the file's start
 * @param size sh_size in bytes
 * @param link sh_link, a section index whose meaning depends on the type
 * @param info sh_info, whose meaning depends on the type
 * @param alignment sh_addralign in bytes; 0 and 1 mean none
 * @param entrySize sh_entsize in bytes, 0 when entries have no fixed size
 */
public record SectionHeader(
    long nameOffset,
    int type,
    long flags,
    long address,
    long offset,
    long size,
    int link,
    int info,
    long alignment,
    long entrySize) {

  /** SHF_WRITE. */
  public static final long WRITE = 1;

  /** SHF_ALLOC. */
  public static final long ALLOC = 2;

  /** SHF_EXECINSTR. */
  public static final long EXECUTE = 4;

  /** SHF_GROUP. */
  public static final long GROUP = 0x200;

  /** SHF_TLS. */
  public static final long TLS = 0x400;

  /** Size in bytes of one section header of this class: 40 or 64. */
  public static int entrySize(boolean is64) {
    return is64 ? 64 : 40;
  }

  static SectionHeader read(ElfBytes in, long at) {
    long w = in.wordSize();
    return new SectionHeader(
        in.u32(at),
        in.i32(at + 4),
        in.word(at + 8),
        in.word(at + 8 + w),
        in.word(at + 8 + 2 * w),
        in.word(at + 8 + 3 * w),
        in.i32(at + 8 + 4 * w),
        in.i32(at + 12 + 4 * w),
        in.word(at + 16 + 4 * w),
        in.word(at + 16 + 5 * w));
  }
}
