package dev.elfwright.elf;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Encodes relocations as CREL, written from the format's description alone. */
final class CrelEncoder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CrelEncoder() {}

  static byte[] encode(List<Relocation> all, int shift, boolean withAddend) {
    CrelEncoder encoder = new CrelEncoder();
    encoder.unsigned((long) all.size() << 3 | (withAddend ? 4 : 0) | shift);
    Relocation last = new Relocation(0, 0, 0, 0);
    for (Relocation r : all) {
      encoder.relocation(r, last, shift, withAddend);
      last = r;
    }
    return encoder.out.toByteArray();
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
