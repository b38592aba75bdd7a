package dev.elfwright.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads an array of functions with the relocations that fill it. */
final class FunctionPointers {
  private final DynamicModel dynamic;
  private final ElfBytes in;
  private final long start;
  private final long offset;
  private final long size;
  private final List<FunctionPointer> found = new ArrayList<>();

  private FunctionPointers(
      ElfModel model, DynamicModel dynamic, long start, long size, String name) {
    this.dynamic = dynamic;
    this.in = model.bytes();
    this.start = start;
    this.size = size;
    int w = in.wordSize();
    this.offset = model.require(start, size, name);
    if (size % w != 0 || size / w > Integer.MAX_VALUE) {
      throw in.malformed(offset, name, "0x%x bytes, expected words".formatted(size));
    }
    for (long at = 0; at < size; at += w) {
      found.add(new FunctionPointer(start + at, in.word(offset + at), OptionalInt.empty()));
    }
  }

  static List<FunctionPointer> read(ElfModel model, DynamicModel dynamic, FunctionArray array) {
    OptionalLong address = dynamic.value(array.tag());
    long size = dynamic.value(array.sizeTag()).orElse(0);
    if (address.isEmpty() || size == 0) {
      return List.of();
    }
    FunctionPointers reader =
        new FunctionPointers(model, dynamic, address.getAsLong(), size, "DT_" + array + "_ARRAY");
    dynamic.relocations().forEach(reader::relocate);
    dynamic.packedRelocations().forEach(reader::relocate);
    return List.copyOf(reader.found);
  }

  /** What RELR relocates has its address in the entry already. */
  private void relocate(Relocations relocations) {
    relocations.forEach((offset, _, symbol, addend) -> {
      long at = offset - start;
      if (at >= 0 && at < size && at % in.wordSize() == 0) {
        int index = (int) (at / in.wordSize());
        long stored = found.get(index).address();
        found.set(index, pointer(offset, symbol, relocations.withAddend() ? addend : stored));
      }
    });
  }

  private long value(int symbol) {
    SymbolTable symbols = dynamic.symbols();
    if (!symbols.contains(Integer.toUnsignedLong(symbol))) {
      throw in.malformed(
          offset,
          "relocation",
          "names symbol %s of %d".formatted(Integer.toUnsignedString(symbol), symbols.count()));
    }
    return symbols.value(symbol);
  }

  private FunctionPointer pointer(long slot, int symbol, long addend) {
    long base = symbol == 0 ? 0 : value(symbol);
    long address = base + addend;
    return new FunctionPointer(
        slot,
        in.is64() ? address : address & 0xffff_ffffL,
        symbol == 0 ? OptionalInt.empty() : OptionalInt.of(symbol));
  }
}
