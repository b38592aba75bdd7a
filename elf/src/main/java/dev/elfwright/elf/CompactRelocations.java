package dev.elfwright.elf;

/**
 * SHT_CREL and DT_CREL: relocations as differences (LLVM's Object/ELFTypes.h, decodeCrel; proposed
 * to the gABI by its author).
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><td>ULEB128</td><td>count times 8, plus 4 when there are addends, plus the shift of offsets,
 * 0 to 3</td></tr>
 * <tr><td>for each relocation: a byte</td><td>bit 0: the symbol differs from the last one's; bit 1:
 * the type; bit 2, only with addends: the addend; above: the difference of the offset, shifted, of
 * which bit 7 says that it goes on</td></tr>
 * <tr><td>ULEB128</td><td>the higher bits of the offset's difference</td></tr>
 * <tr><td>SLEB128</td><td>the difference of the symbol, of the type, of the addend, as far as they
 * differ</td></tr>
 * </table>
 */
public final class CompactRelocations implements Relocations {
  private static final int WITH_ADDEND = 4;

  private final ElfBytes in;
  private final long start;
  private final long size;
  private final int count;
  private final int shift;
  private final boolean withAddend;

  CompactRelocations(ElfBytes in, long start, long size) {
    Leb128 reader = new Leb128(in, start, size, "CREL");
    long header = reader.unsigned();
    long n = header >>> 3;
    if (n > reader.remaining() || n > Integer.MAX_VALUE) {
      throw in.malformed(
          start, "CREL", n + " relocations do not fit into 0x%x bytes".formatted(size));
    }
    this.in = in;
    this.size = reader.remaining();
    this.start = start + size - this.size;
    this.count = (int) n;
    this.shift = (int) header & 3;
    this.withAddend = (header & WITH_ADDEND) != 0;
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
    Leb128 reader = new Leb128(in, start, size, "CREL");
    int flagBits = withAddend ? 3 : 2;
    long mask = in.is64() ? -1 : 0xffff_ffffL;
    long offset = 0;
    int symbol = 0;
    int type = 0;
    long addend = 0;
    for (int i = 0; i < count; i++) {
      int first = reader.u8();
      offset += first >> flagBits;
      if (first >= 0x80) {
        offset += (reader.unsigned() << (7 - flagBits)) - (0x80 >> flagBits);
      }
      symbol += (first & 1) != 0 ? (int) reader.signed() : 0;
      type += (first & 2) != 0 ? (int) reader.signed() : 0;
      addend += withAddend && (first & 4) != 0 ? reader.signed() : 0;
      visitor.relocation(
          offset << shift & mask,
          Integer.toUnsignedLong(type),
          symbol,
          in.is64() ? addend : (int) addend);
    }
  }
}
