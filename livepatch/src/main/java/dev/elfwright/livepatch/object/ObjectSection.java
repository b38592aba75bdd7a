package dev.elfwright.livepatch.object;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.livepatch.special.Policy;
import dev.elfwright.livepatch.special.SpecialSection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A section that is loaded, cut into pieces. */
public final class ObjectSection {
  private final int index;
  private final String name;
  private final SectionHeader header;
  private final byte[] bytes;
  private final @Nullable SpecialSection special;
  private final boolean ordinary;
  private Relocations relocations = Relocations.NONE;
  private List<Piece> pieces = List.of();
  private boolean grouped;

  ObjectSection(
      int index,
      String name,
      SectionHeader header,
      byte[] bytes,
      @Nullable SpecialSection special,
      boolean ordinary) {
    this.index = index;
    this.name = name;
    this.header = header;
    this.bytes = bytes;
    this.special = special;
    this.ordinary = ordinary;
  }

  /** The index in the section header table. */
  public int index() {
    return index;
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The section header. */
  public SectionHeader header() {
    return header;
  }

  /** The bytes; empty for SHT_NOBITS, whose bytes are zero. */
  public byte[] bytes() {
    return bytes;
  }

  /** Size in bytes. */
  public long size() {
    return header.size();
  }

  /** Whether it has bytes in the file. */
  public boolean hasBytes() {
    return header.type() != SectionType.NOBITS;
  }

  /** Whether it is machine code: SHF_EXECINSTR. */
  public boolean isCode() {
    return (header.flags() & SectionFlag.EXECINSTR) != 0;
  }

  /** Whether it changes while the kernel runs. */
  public boolean isWritable() {
    return (header.flags() & SectionFlag.WRITE) != 0 && !name.startsWith(".data.rel.ro");
  }

  /** Whether it is of strings that a linker may merge: SHF_MERGE and SHF_STRINGS, of one byte. */
  public boolean isStrings() {
    long both = SectionFlag.MERGE | SectionFlag.STRINGS;
    return (header.flags() & both) == both && header.entrySize() <= 1;
  }

  /** Whether it is of constants that a linker may merge: SHF_MERGE without SHF_STRINGS. */
  boolean isConstants() {
    return (header.flags() & (SectionFlag.MERGE | SectionFlag.STRINGS)) == SectionFlag.MERGE
        && header.entrySize() > 0;
  }

  /** The line for it in the table of special sections, or null. */
  public @Nullable SpecialSection special() {
    return special;
  }

  /** Whether it has a line with this policy. */
  public boolean has(Policy policy) {
    SpecialSection s = special;
    return s != null && s.policy() == policy;
  }

  /** Whether it is neither plain code or data nor in the table of special sections. */
  public boolean isUnknown() {
    return special == null && !ordinary;
  }

  /** Whether it belongs to a section group. */
  public boolean isGrouped() {
    return grouped;
  }

  void group() {
    grouped = true;
  }

  /** Its relocations, by offset. */
  public Relocations relocations() {
    return relocations;
  }

  void relocations(Relocations all) {
    relocations = all;
  }

  /** Its pieces, in order; together they are the whole section. */
  public List<Piece> pieces() {
    return pieces;
  }

  void pieces(List<Piece> all) {
    pieces = all;
  }

  /**
   * The piece that an offset lies in. An offset at the end, which loops compare with, lies in the
   * last piece, and so does what points behind it; one before the section in the first.
   */
  public Piece pieceAt(long offset) {
    int low = 0;
    int high = pieces.size() - 1;
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (pieces.get(middle).start() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    // Empty pieces come before the one that has the byte.
    return pieces.get(low);
  }

  @Override
  public String toString() {
    return name;
  }
}
