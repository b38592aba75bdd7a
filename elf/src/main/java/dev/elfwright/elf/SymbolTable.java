package dev.elfwright.elf;

import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Symbols (gABI, "Symbol Table"). Columns are read by index without any object; {@link #symbol} and
 * {@link #symbols} give values for everything that is not a hot loop.
 *
 * <table>
 * <caption>Layout of an entry, offsets in bytes for 32 and 64 bit</caption>
 * <tr><td>0</td><td>0</td><td>st_name</td></tr>
 * <tr><td>12</td><td>4</td><td>st_info: binding in the upper four bits, type in the lower</td></tr>
 * <tr><td>13</td><td>5</td><td>st_other: visibility in the lower two bits</td></tr>
 * <tr><td>14</td><td>6</td><td>st_shndx</td></tr>
 * <tr><td>4</td><td>8</td><td>st_value</td></tr>
 * <tr><td>8</td><td>16</td><td>st_size</td></tr>
 * </table>
 */
public final class SymbolTable implements SectionContent {
  private final ElfBytes in;
  private final long start;
  private final int count;
  private final StringTable names;
  private final @Nullable SectionIndexTable indices;

  SymbolTable(
      ElfBytes in, long start, long count, StringTable names, @Nullable SectionIndexTable indices) {
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw in.malformed(start, "symbol table", "impossible count " + Long.toUnsignedString(count));
    }
    in.require(start, count * entrySize(in.is64()), "symbol table");
    this.in = in;
    this.start = start;
    this.count = (int) count;
    this.names = names;
    this.indices = indices;
  }

  /** Size in bytes of one entry of this class: 16 or 24. */
  public static int entrySize(boolean is64) {
    return is64 ? 24 : 16;
  }

  /** The number of symbols, the null symbol at index 0 included. */
  public int count() {
    return count;
  }

  private long at(int index) {
    return start + (long) java.util.Objects.checkIndex(index, count) * entrySize(in.is64());
  }

  /** Whether {@code index} names a symbol of this table. */
  public boolean contains(long index) {
    return index >= 0 && index < count;
  }

  /** st_name: the offset of the name in the string table. */
  public long nameOffset(int index) {
    return in.u32(at(index));
  }

  /**
   * The name, empty when the symbol has none.
   *
   * @throws ElfFormatException when the name does not lie in the string table
   */
  public String name(int index) {
    long offset = nameOffset(index);
    return offset == 0 ? "" : names.at(offset);
  }

  /**
   * What a DT_GNU_HASH table stores for the name: {@link GnuHash#hash}, without making a string.
   *
   * @throws ElfFormatException when the name does not lie in the string table
   */
  public int gnuHash(int index) {
    return names.gnuHash(nameOffset(index));
  }

  /** st_info. */
  public int info(int index) {
    return in.u8(at(index) + (in.is64() ? 4 : 12));
  }

  /** The binding: st_info shifted right by four, see {@link SymbolBinding}. */
  public int binding(int index) {
    return info(index) >> 4;
  }

  /** The type: the lower four bits of st_info, see {@link SymbolType}. */
  public int type(int index) {
    return info(index) & 0xf;
  }

  /** st_other. */
  public int other(int index) {
    return in.u8(at(index) + (in.is64() ? 5 : 13));
  }

  /** The visibility: the lower two bits of st_other, see {@link Symbol}. */
  public int visibility(int index) {
    return other(index) & 3;
  }

  /** st_shndx as it stands, 0 to 0xffff. */
  public int storedSectionIndex(int index) {
    return in.u16(at(index) + (in.is64() ? 6 : 14));
  }

  /**
   * The index of the symbol's section, from SHT_SYMTAB_SHNDX where st_shndx is SHN_XINDEX; or a
   * special value from 0xff00 to 0xffff, when {@link #isReserved} says so. SHN_XINDEX without an
   * entry there stays.
   */
  public int sectionIndex(int index) {
    int stored = storedSectionIndex(index);
    return stored == SectionIndex.XINDEX ? extendedIndex(index) : stored;
  }

  private int extendedIndex(int index) {
    return indices != null && index < indices.count() ? indices.at(index) : SectionIndex.XINDEX;
  }

  /**
   * Whether {@link #sectionIndex} is a special value, such as SHN_ABS or SHN_COMMON. A file may
   * also have more than 0xff00 sections, so the number alone does not tell.
   */
  public boolean isReserved(int index) {
    int stored = storedSectionIndex(index);
    return stored >= SectionIndex.LORESERVE
        && (stored != SectionIndex.XINDEX || indices == null || index >= indices.count());
  }

  /** st_value. */
  public long value(int index) {
    return in.word(at(index) + (in.is64() ? 8 : 4));
  }

  /** st_size in bytes. */
  public long size(int index) {
    return in.word(at(index) + (in.is64() ? 16 : 8));
  }

  /** Whether the symbol is defined elsewhere: st_shndx is SHN_UNDEF. */
  public boolean isUndefined(int index) {
    return storedSectionIndex(index) == SectionIndex.UNDEF;
  }

  /** Takes the fields of symbols, without an object for each. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One symbol.
     *
     * @param name st_name, the offset of the name, see {@link SymbolTable#gnuHashAt}
     * @param info st_info
     * @param sectionIndex as {@link SymbolTable#sectionIndex} gives it
     * @param value st_value
     * @param size st_size in bytes
     */
    void symbol(long name, int info, int sectionIndex, long value, long size);
  }

  /**
   * Shows all symbols in order. Reading them from a slice of their own, by a counter that is an
   * int, the JIT compiler checks bounds once a loop: with names hashed 0.83 of the time of a loop
   * over the columns.
   */
  public void forEach(Visitor visitor) {
    ByteBuffer near = usual() ? in.near(start, count * 24L) : null;
    if (near != null) {
      forEachUsual(near, visitor);
      return;
    }
    for (int i = 0; i < count; i++) {
      visitor.symbol(nameOffset(i), info(i), sectionIndex(i), value(i), size(i));
    }
  }

  /** Nearly all files are of this kind. */
  private boolean usual() {
    return in.is64() && in.order() == ByteOrder.LITTLE_ENDIAN;
  }

  private void forEachUsual(ByteBuffer table, Visitor visitor) {
    for (int i = 0; i < count; i++) {
      long head = table.getLong(i * 24);
      int stored = (int) (head >>> 48);
      visitor.symbol(
          head & 0xffff_ffffL,
          (int) (head >>> 32) & 0xff,
          stored == SectionIndex.XINDEX ? extendedIndex(i) : stored,
          table.getLong(i * 24 + 8),
          table.getLong(i * 24 + 16));
    }
  }

  /**
   * {@link #gnuHash} of the name at an offset in the table's strings.
   *
   * @throws ElfFormatException when the name does not lie in the string table
   */
  public int gnuHashAt(long nameOffset) {
    return names.gnuHash(nameOffset);
  }

  /** One symbol as a value. */
  public Symbol symbol(int index) {
    long at = at(index);
    if (usual()) {
      long head = in.i64(at);
      return symbol(
          index,
          head & 0xffff_ffffL,
          (int) (head >>> 32) & 0xff,
          (int) (head >>> 40) & 0xff,
          (int) (head >>> 48),
          in.i64(at + 8),
          in.i64(at + 16));
    }
    return symbol(
        index,
        nameOffset(index),
        info(index),
        other(index),
        storedSectionIndex(index),
        value(index),
        size(index));
  }

  private Symbol symbol(
      int index, long name, int info, int other, int stored, long value, long size) {
    boolean special = stored >= SectionIndex.LORESERVE;
    return new Symbol(
        index,
        name == 0 ? "" : names.at(name),
        info >> 4,
        info & 0xf,
        other,
        special ? sectionIndex(index) : stored,
        special && isReserved(index),
        value,
        size);
  }

  /** All symbols in order, made as they are asked for. */
  public List<Symbol> asList() {
    return new AbstractList<>() {
      @Override
      public Symbol get(int index) {
        return symbol(index);
      }

      @Override
      public int size() {
        return count;
      }
    };
  }

  /** All symbols in order. */
  public Stream<Symbol> symbols() {
    return IntStream.range(0, count).mapToObj(this::symbol);
  }
}
