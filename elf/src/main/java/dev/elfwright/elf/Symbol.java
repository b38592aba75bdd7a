package dev.elfwright.elf;

import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;

/**
 * One symbol as a value (gABI, "Symbol Table").
 *
 * @param index the index in its table
 * @param name the name, empty when it has none
 * @param binding see {@link SymbolBinding}
 * @param type see {@link SymbolType}
 * @param other st_other, whose lower two bits are the visibility
 * @param sectionIndex the index of its section, unsigned, or a special value
 * @param isReserved whether sectionIndex is a special value, such as SHN_ABS
 * @param value st_value: an address, an offset in the TLS block, or an alignment
 * @param size st_size in bytes, 0 when unknown
 */
public record Symbol(
    int index,
    String name,
    int binding,
    int type,
    int other,
    int sectionIndex,
    boolean isReserved,
    long value,
    long size) {

  /** STV_DEFAULT. */
  public static final int VISIBILITY_DEFAULT = 0;

  /** STV_INTERNAL. */
  public static final int VISIBILITY_INTERNAL = 1;

  /** STV_HIDDEN. */
  public static final int VISIBILITY_HIDDEN = 2;

  /** STV_PROTECTED. */
  public static final int VISIBILITY_PROTECTED = 3;

  /** SHN_ABS: the value is no address. */
  public static final int SECTION_ABSOLUTE = 0xfff1;

  /** SHN_COMMON. */
  public static final int SECTION_COMMON = 0xfff2;

  /**
   * A symbol whose section st_shndx can tell.
   *
   * @param sectionIndex st_shndx: special values from 0xff00 on
   */
  public Symbol(
      int index,
      String name,
      int binding,
      int type,
      int other,
      int sectionIndex,
      long value,
      long size) {
    this(
        index,
        name,
        binding,
        type,
        other,
        sectionIndex,
        sectionIndex >= SectionIndex.LORESERVE && sectionIndex <= SectionIndex.XINDEX,
        value,
        size);
  }

  /** What st_shndx says of this symbol: SHN_XINDEX where its section's index has no room there. */
  public int storedSectionIndex() {
    return isReserved || Integer.compareUnsigned(sectionIndex, SectionIndex.LORESERVE) < 0
        ? sectionIndex
        : SectionIndex.XINDEX;
  }

  /** Whether the symbol is defined elsewhere. */
  public boolean isUndefined() {
    return sectionIndex == 0;
  }

  /** The visibility. */
  public int visibility() {
    return other & 3;
  }
}
