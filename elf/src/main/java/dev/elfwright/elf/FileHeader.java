package dev.elfwright.elf;

import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import java.nio.ByteOrder;

/**
 * The ELF header (gABI, "ELF Header").
 *
 * <table>
 * <caption>Layout, offsets in bytes for 32 and 64 bit</caption>
 * <tr><td>0</td><td>0</td><td>e_ident: magic, class, data, version, OS ABI, ABI version</td></tr>
 * <tr><td>16</td><td>16</td><td>e_type, 2 bytes</td></tr>
 * <tr><td>18</td><td>18</td><td>e_machine, 2 bytes</td></tr>
 * <tr><td>20</td><td>20</td><td>e_version, 4 bytes</td></tr>
 * <tr><td>24</td><td>24</td><td>e_entry, address</td></tr>
 * <tr><td>28</td><td>32</td><td>e_phoff, offset</td></tr>
 * <tr><td>32</td><td>40</td><td>e_shoff, offset</td></tr>
 * <tr><td>36</td><td>48</td><td>e_flags, 4 bytes</td></tr>
 * <tr><td>40</td><td>52</td><td>e_ehsize, e_phentsize, e_phnum, e_shentsize, e_shnum, e_shstrndx,
 * 2 bytes each</td></tr>
 * </table>
 *
 * @param is64 whether the file's class is ELFCLASS64
 * @param order the byte order of every field, from EI_DATA
 * @param identVersion EI_VERSION, 1 in every file that this format knows
 * @param osAbi EI_OSABI, 0 to 255
 * @param abiVersion EI_ABIVERSION, 0 to 255
 * @param padding the seven bytes EI_PAD, as one big-endian number; kept as they are
 * @param type e_type, see {@link FileType}
 * @param machine e_machine, see {@link Machine}
 * @param version e_version
 * @param entry e_entry, an address, 0 when there is none
 * @param segmentOffset e_phoff, in bytes
 * @param sectionOffset e_shoff, in bytes
 * @param flags e_flags, defined by each psABI
 * @param headerSize e_ehsize, in bytes
 * @param segmentEntrySize e_phentsize, in bytes
 * @param segmentCount e_phnum as it stands in the header, 0xffff meaning "see section 0"
 * @param sectionEntrySize e_shentsize, in bytes
 * @param sectionCount e_shnum as it stands in the header, 0 possibly meaning "see section 0"
 * @param sectionNames e_shstrndx as it stands in the header, 0xffff meaning "see section 0"
 */
public record FileHeader(
    boolean is64,
    ByteOrder order,
    int identVersion,
    int osAbi,
    int abiVersion,
    long padding,
    int type,
    int machine,
    long version,
    long entry,
    long segmentOffset,
    long sectionOffset,
    int flags,
    int headerSize,
    int segmentEntrySize,
    int segmentCount,
    int sectionEntrySize,
    int sectionCount,
    int sectionNames)
    implements ElfElement {

  /** e_phnum when the number of segments stands in sh_info of section 0 (gABI). */
  public static final int PN_XNUM = 0xffff;

  /** e_shstrndx when the index stands in sh_link of section 0 (gABI). */
  public static final int SHN_XINDEX = 0xffff;

  /** Whose processor- and system-specific numbers the file uses. */
  public Abi abi() {
    return new Abi(machine, osAbi);
  }

  /** Size in bytes of the header of this class: 52 or 64. */
  public static int size(boolean is64) {
    return is64 ? 64 : 52;
  }

  static FileHeader read(ElfBytes in, int identVersion) {
    boolean wide = in.is64();
    in.require(0, size(wide), "ELF header");
    long padding = 0;
    for (int i = 9; i < 16; i++) {
      padding = padding << 8 | in.u8(i);
    }
    int w = in.wordSize();
    int tail = 24 + 3 * w;
    return new FileHeader(
        wide,
        in.order(),
        identVersion,
        in.u8(7),
        in.u8(8),
        padding,
        in.u16(16),
        in.u16(18),
        in.u32(20),
        in.word(24),
        in.word(24 + w),
        in.word(24 + 2 * w),
        in.i32(tail),
        in.u16(tail + 4),
        in.u16(tail + 6),
        in.u16(tail + 8),
        in.u16(tail + 10),
        in.u16(tail + 12),
        in.u16(tail + 14));
  }
}
