package dev.elfwright.elf;

import dev.elfwright.elf.constant.Machine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * SHT_REL or SHT_RELA relocations (gABI, "Relocation"). r_info holds the symbol in its upper half
 * (24 bits in ELF32, 32 in ELF64) and the type below. On 64-bit little-endian MIPS the field is
 * stored as a 32-bit symbol followed by four single bytes (MIPS64 ABI, "Relocation"); there the
 * type is those four bytes as one number, the first type lowest.
 */
public final class RelocationTable implements Relocations {
  private final ElfBytes in;
  private final long start;
  private final int count;
  private final boolean withAddend;
  private final boolean mips64Little;
  private final boolean usual;

  /**
   * A table that may stand anywhere.
   *
   * @param start the offset of its first byte
   * @param size its size in bytes
   * @param withAddend whether entries carry their addend
   * @param machine e_machine, which decides about the layout of r_info
   * @throws ElfFormatException when it does not lie in the file, or its size is no multiple of an
   *     entry's
   */
  public RelocationTable(ElfBytes in, long start, long size, boolean withAddend, int machine) {
    int entry = entrySize(in.is64(), withAddend);
    in.require(start, size, "relocation table");
    if (size % entry != 0 || size / entry > Integer.MAX_VALUE) {
      throw in.malformed(
          start,
          "relocation table",
          "size 0x%x is no multiple of an entry's %d bytes".formatted(size, entry));
    }
    this.in = in;
    this.start = start;
    this.count = (int) (size / entry);
    this.withAddend = withAddend;
    this.mips64Little = isMips64Little(in.is64(), in.order(), machine);
    this.usual = in.is64() && in.order() == ByteOrder.LITTLE_ENDIAN && !mips64Little;
  }

  /** Whether r_info is stored as 64-bit little-endian MIPS does. */
  public static boolean isMips64Little(boolean is64, ByteOrder order, int machine) {
    return is64 && order == ByteOrder.LITTLE_ENDIAN && machine == Machine.MIPS;
  }

  /** Size in bytes of one entry: 8 or 12 in ELF32, 16 or 24 in ELF64. */
  public static int entrySize(boolean is64, boolean withAddend) {
    return (is64 ? 8 : 4) * (withAddend ? 3 : 2);
  }

  /** Where the table begins in the file, in bytes. */
  public long fileOffset() {
    return start;
  }

  /** Whether entries carry their addend: SHT_RELA. */
  @Override
  public boolean withAddend() {
    return withAddend;
  }

  @Override
  public int count() {
    return count;
  }

  private long at(int index) {
    return start + (long) Objects.checkIndex(index, count) * entrySize(in.is64(), withAddend);
  }

  /** r_offset. */
  public long offset(int index) {
    return in.word(at(index));
  }

  /** The machine's relocation type. */
  public long type(int index) {
    long at = at(index) + in.wordSize();
    if (mips64Little) {
      return Integer.toUnsignedLong(Integer.reverseBytes(in.i32(at + 4)));
    }
    return in.is64()
        ? in.u32(in.order() == ByteOrder.LITTLE_ENDIAN ? at : at + 4)
        : in.u8(in.order() == ByteOrder.LITTLE_ENDIAN ? at : at + 3);
  }

  /** The index of the symbol, 0 for none; unsigned. */
  public int symbol(int index) {
    long at = at(index) + in.wordSize();
    if (mips64Little) {
      return in.i32(at);
    }
    return in.is64()
        ? in.i32(in.order() == ByteOrder.LITTLE_ENDIAN ? at + 4 : at)
        : in.i32(at) >>> 8;
  }

  /** r_addend, 0 when the table has none. */
  public long addend(int index) {
    return withAddend ? in.signedWord(at(index) + 2L * in.wordSize()) : 0;
  }

  /** One relocation as a value. */
  public Relocation relocation(int index) {
    if (usual) {
      long at = at(index);
      long info = in.i64(at + 8);
      return new Relocation(
          in.i64(at), info & 0xffff_ffffL, (int) (info >>> 32), withAddend ? in.i64(at + 16) : 0);
    }
    return new Relocation(offset(index), type(index), symbol(index), addend(index));
  }

  @Override
  public void forEach(Visitor visitor) {
    ByteBuffer near = usual ? in.near(start, (long) count * entrySize(true, withAddend)) : null;
    if (near != null) {
      forEachUsual(near, visitor);
      return;
    }
    for (int i = 0; i < count; i++) {
      visitor.relocation(offset(i), type(i), symbol(i), addend(i));
    }
  }

  /**
   * Nearly all files are of this kind. Reading them from a view of their own, by a counter that is
   * an int, the JIT compiler checks bounds once a loop: 2 ns an entry instead of 8.
   */
  private void forEachUsual(ByteBuffer table, Visitor visitor) {
    if (withAddend) {
      for (int i = 0; i < count; i++) {
        long info = table.getLong(i * 24 + 8);
        visitor.relocation(
            table.getLong(i * 24),
            info & 0xffff_ffffL,
            (int) (info >>> 32),
            table.getLong(i * 24 + 16));
      }
    } else {
      for (int i = 0; i < count; i++) {
        long info = table.getLong(i * 16 + 8);
        visitor.relocation(table.getLong(i * 16), info & 0xffff_ffffL, (int) (info >>> 32), 0);
      }
    }
  }
}
