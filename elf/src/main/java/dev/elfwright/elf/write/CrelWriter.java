package dev.elfwright.elf.write;

import dev.elfwright.elf.Relocation;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Writes SHT_CREL; {@link dev.elfwright.elf.CompactRelocations} has the table. */
public final class CrelWriter {
  private static final int LARGEST_SHIFT = 3;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CrelWriter() {}

  /** The bytes of a section with these relocations, offsets shifted as far as all of them allow. */
  public static MemorySegment encode(List<Relocation> all, boolean withAddend) {
    long bits = 1L << LARGEST_SHIFT;
    for (Relocation r : all) {
      bits |= r.offset();
    }
    return encode(all, Long.numberOfTrailingZeros(bits), withAddend);
  }

  /**
   * The same with a shift of choice.
   *
   * @param shift 0 to 3: how many of the lowest bits of all offsets are 0 and left out
   */
  public static MemorySegment encode(List<Relocation> all, int shift, boolean withAddend) {
    CrelWriter writer = new CrelWriter();
    writer.unsigned((long) all.size() << 3 | (withAddend ? 4 : 0) | shift);
    Relocation last = new Relocation(0, 0, 0, 0);
    for (Relocation r : all) {
      writer.relocation(r, last, shift, withAddend);
      last = r;
    }
    return MemorySegment.ofArray(writer.out.toByteArray());
  }

  private void relocation(Relocation r, Relocation last, int shift, boolean withAddend) {
    long step = (r.offset() >>> shift) - (last.offset() >>> shift);
    int symbol = r.symbol() - last.symbol();
    int type = (int) r.type() - (int) last.type();
    long addend = withAddend ? r.addend() - last.addend() : 0;
    int flags = (symbol != 0 ? 1 : 0) | (type != 0 ? 2 : 0) | (addend != 0 ? 4 : 0);
    int flagBits = withAddend ? 3 : 2;
    int room = 7 - flagBits;
    long low = step & ((1 << room) - 1);
    if (Long.compareUnsigned(step, 1L << room) < 0) {
      out.write((int) (step << flagBits | flags));
    } else {
      out.write((int) (0x80 | low << flagBits | flags));
      unsigned(step >>> room);
    }
    if (symbol != 0) {
      signed(symbol);
    }
    if (type != 0) {
      signed(type);
    }
    if (addend != 0) {
      signed(addend);
    }
  }

  private void unsigned(long value) {
    while (Long.compareUnsigned(value, 0x80) >= 0) {
      out.write((int) (value & 0x7f | 0x80));
      value >>>= 7;
    }
    out.write((int) value);
  }

  private void signed(long value) {
    while (value < -0x40 || value >= 0x40) {
      out.write((int) (value & 0x7f | 0x80));
      value >>= 7;
    }
    out.write((int) value & 0x7f);
  }
}
