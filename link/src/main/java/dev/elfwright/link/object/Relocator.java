package dev.elfwright.link.object;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.link.input.Fixup;
import dev.elfwright.link.input.ObjectInput;
import dev.elfwright.machine.relocation.Outcome;
import dev.elfwright.machine.relocation.Term;
import dev.elfwright.machine.relocation.Values;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToLongFunction;

/** Fills an image with the object's bytes and relocates them for the address it will have. */
final class Relocator {
  private static final String TABLE = "_GLOBAL_OFFSET_TABLE_";

  private final ObjectInput input;
  private final ObjectPlaces places;
  private final long base;
  private final IntToLongFunction imports;

  /**
   * For one address.
   *
   * @param base the address of the image's first byte
   * @param imports the address of an undefined symbol, given its index
   */
  Relocator(ObjectInput input, ObjectPlaces places, long base, IntToLongFunction imports) {
    this.input = input;
    this.places = places;
    this.base = base;
    this.imports = imports;
  }

  /** Copies sections, writes stubs and the global offset table, applies all relocations. */
  void fill(MemorySegment image) {
    for (Section s : input.sections()) {
      if (s.header().type() != SectionType.NOBITS) {
        MemorySegment bytes = s.bytes();
        image.asSlice(places.of(s), bytes.byteSize()).copyFrom(bytes);
      }
    }
    ByteBuffer buffer = image.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    for (int symbol : places.slotted()) {
      buffer.putLong((int) places.slot(symbol), address(symbol));
    }
    for (int symbol : places.stubbed()) {
      Stub.write(buffer, places.stub(symbol), places.slot(symbol));
    }
    input.fixups().forEach(f -> apply(f, buffer));
  }

  private void apply(Fixup f, ByteBuffer image) {
    int at = Math.toIntExact(places.of(f.section()) + f.offset());
    String problem =
        switch (f.kind().apply(image, at, values(f, base + at))) {
          case Outcome.Applied _, Outcome.Nothing _ -> null;
          case Outcome.OutOfRange outOfRange -> outOfRange.message();
          case Outcome.Misaligned misaligned -> misaligned.message();
        };
    if (problem != null) {
      throw input.refuse(f, problem + "; code compiled with -fPIC reaches everything");
    }
  }

  private Values values(Fixup f, long place) {
    Values values =
        Values.of(address(f.symbol()), f.addend(), place)
            .with(Term.L, callee(f.symbol()))
            .with(Term.GOT, base + places.table())
            .with(Term.Z, input.symbols().size(f.symbol()));
    return places.hasSlot(f.symbol())
        ? values.with(Term.G, places.slot(f.symbol()) - places.table())
        : values;
  }

  private long callee(int symbol) {
    return places.hasStub(symbol) ? base + places.stub(symbol) : address(symbol);
  }

  /** The address of a symbol; 0 for the null symbol. */
  long address(int index) {
    Symbol s = input.symbols().symbol(index);
    if (index == 0) {
      return 0;
    }
    if (s.isUndefined()) {
      return s.name().equals(TABLE) ? base + places.table() : imports.applyAsLong(index);
    }
    boolean absolute = s.isReserved() && s.sectionIndex() == SectionIndex.ABS;
    return absolute ? s.value() : base + places.of(s);
  }
}
