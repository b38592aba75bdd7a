package dev.elfwright.elf;

/**
 * SHT_ANDROID_REL and SHT_ANDROID_RELA: relocations in groups that share fields (bionic's
 * linker/linker_reloc_iterators.h; lld's {@code --pack-dyn-relocs=android}).
 *
 * <table>
 * <caption>Layout; all numbers are SLEB128</caption>
 * <tr><td>4 bytes</td><td>{@code APS2}</td></tr>
 * <tr><td>number</td><td>count of relocations</td></tr>
 * <tr><td>number</td><td>the offset to begin with</td></tr>
 * <tr><td>for each group: number, number</td><td>its size, its flags</td></tr>
 * <tr><td>flag 2: number</td><td>the difference of all offsets</td></tr>
 * <tr><td>flag 1: number</td><td>r_info of all</td></tr>
 * <tr><td>flags 4 and 8: number</td><td>the difference of the addend, once</td></tr>
 * <tr><td>for each relocation: numbers</td><td>the differences of offset, r_info itself, and the
 * difference of the addend, as far as the group does not have them</td></tr>
 * </table>
 */
public final class AndroidRelocations implements Relocations {
  private static final int MAGIC = 4;
  private static final int SAME_INFO = 1;
  private static final int SAME_OFFSET_STEP = 2;
  private static final int SAME_ADDEND = 4;
  private static final int HAS_ADDEND = 8;

  private final ElfBytes in;
  private final long start;
  private final long size;
  private final int count;
  private final boolean withAddend;

  AndroidRelocations(ElfBytes in, long start, long size, boolean withAddend) {
    in.require(start, size, "Android relocations");
    if (size < MAGIC
        || in.u8(start) != 'A'
        || in.u8(start + 1) != 'P'
        || in.u8(start + 2) != 'S'
        || in.u8(start + 3) != '2') {
      throw in.malformed(start, "Android relocations", "no magic number APS2");
    }
    this.in = in;
    this.start = start;
    this.size = size;
    this.withAddend = withAddend;
    long n = reader().signed();
    // One in a group that shares everything takes no byte here, but it does where it relocates.
    if (n < 0 || n > in.size() || n > Integer.MAX_VALUE) {
      throw in.malformed(
          start, "Android relocations", n + " of them in a file of " + in.size() + " bytes");
    }
    this.count = (int) n;
  }

  private Leb128 reader() {
    return new Leb128(in, start + MAGIC, size - MAGIC, "Android relocations");
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public boolean withAddend() {
    return withAddend;
  }

  @Override
  public void forEach(Visitor visitor) {
    Leb128 reader = reader();
    long left = reader.signed();
    long mask = in.is64() ? -1 : 0xffff_ffffL;
    long offset = reader.signed();
    long addend = 0;
    while (left > 0) {
      long group = reader.signed();
      if (group < 0 || group > left) {
        throw reader.malformed("group of %d with %d left".formatted(group, left));
      }
      left -= group;
      long flags = reader.signed();
      long step = (flags & SAME_OFFSET_STEP) != 0 ? reader.signed() : 0;
      long info = (flags & SAME_INFO) != 0 ? reader.signed() : 0;
      boolean hasAddend = (flags & HAS_ADDEND) != 0;
      if (hasAddend && (flags & SAME_ADDEND) != 0) {
        addend += reader.signed();
      } else if (!hasAddend) {
        addend = 0;
      }
      for (; group > 0; group--) {
        offset += (flags & SAME_OFFSET_STEP) != 0 ? step : reader.signed();
        info = (flags & SAME_INFO) != 0 ? info : reader.signed();
        addend += hasAddend && (flags & SAME_ADDEND) == 0 ? reader.signed() : 0;
        visitor.relocation(
            offset & mask,
            in.is64() ? info & 0xffff_ffffL : info & 0xff,
            (int) (in.is64() ? info >>> 32 : (info & mask) >>> 8),
            in.is64() ? addend : (int) addend);
      }
    }
  }
}
