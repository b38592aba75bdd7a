package dev.elfwright.link.image;

import dev.elfwright.elf.Section;
import dev.elfwright.link.image.CodeTemplate.Anchor;
import dev.elfwright.link.image.Slot.Purpose;
import dev.elfwright.link.input.Fixup;
import dev.elfwright.link.input.HighParts;
import dev.elfwright.link.input.ObjectInput;
import dev.elfwright.machine.relocation.Outcome;
import dev.elfwright.machine.relocation.Term;
import dev.elfwright.machine.relocation.Values;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Computes every word of the file that is known when it is linked. */
final class ImageRelocator {
  private final ImageOptions options;
  private final Globals globals;
  private final Sections sections;
  private final Linkage linkage;
  private final Addresses addresses;
  private final long table;

  ImageRelocator(
      ImageOptions options,
      Globals globals,
      Sections sections,
      Linkage linkage,
      Addresses addresses,
      long table) {
    this.options = options;
    this.globals = globals;
    this.sections = sections;
    this.linkage = linkage;
    this.addresses = addresses;
    this.table = table;
  }

  void fill(List<ObjectInput> inputs, long dynamicAddress) {
    fillSlots();
    fillCalls(dynamicAddress);
    for (ObjectInput input : inputs) {
      HighParts highParts = new HighParts(input);
      input.fixups().forEach(f -> apply(input, f, highParts));
    }
  }

  private void fillSlots() {
    for (Map.Entry<Slot, Spot> e : linkage.slots().entrySet()) {
      Meaning m = e.getKey().meaning();
      boolean library = options.kind() == ImageKind.LIBRARY;
      ByteBuffer words = linkage.table().buffer();
      int at = (int) e.getValue().offset();
      int second = at + Linkage.WORD;
      long address = addresses.of(m);
      if (linkage.isFar(m)) {
        continue;
      }
      switch (e.getKey().purpose()) {
        case ADDRESS -> words.putLong(at, address);
        case THREAD_OFFSET -> words.putLong(at, library ? 0 : address - addresses.threadPointer());
        case THREAD_PAIR -> {
          words.putLong(at, library ? 0 : 1);
          words.putLong(second, address - addresses.modulePointer());
        }
        // A program is always the first module.
        case MODULE -> words.putLong(at, library ? 0 : 1);
        case DESCRIPTOR -> {}
      }
    }
  }

  private void fillCalls(long dynamicAddress) {
    List<Meaning> calls = linkage.calls();
    if (calls.isEmpty()) {
      return;
    }
    ImageMachine machine = options.machine();
    ByteBuffer code = linkage.code().buffer();
    ByteBuffer words = linkage.callTable().buffer();
    long start = linkage.code().address;
    words.putLong(0, dynamicAddress);
    EnumMap<Anchor, Long> anchors = CodeTemplate.anchors(linkage.callTable().address, start);
    machine.plt().write(code, 0, start, machine.kinds(), anchors);
    for (int i = 0; i < calls.size(); i++) {
      Spot entry = linkage.entry(calls.get(i));
      Spot slot = linkage.callSlot(i);
      anchors.put(Anchor.SLOT, slot.address());
      anchors.put(Anchor.INDEX, (long) i);
      machine.entry().write(code, (int) entry.offset(), entry.address(), machine.kinds(), anchors);
      int unbound = machine.unboundAt();
      words.putLong((int) slot.offset(), unbound < 0 ? start : entry.address() + unbound);
    }
  }

  private void apply(ObjectInput input, Fixup f, HighParts highParts) {
    Spot at = sections.of(input, f.section().index());
    if (at == null) {
      return;
    }
    Spot place = new Spot(at.section(), at.offset() + f.offset());
    Values values = values(input, f, place.address());
    if (f.kind().formula().terms().contains(Term.PAIR)) {
      Fixup high = highParts.of(f);
      long highPlace = placeOf(input, high.section()) + high.offset();
      Values of = values(input, high, highPlace);
      values = values.with(Term.PAIR, high.kind().value(of));
    }
    String problem =
        switch (f.kind().apply(at.section().buffer(), (int) place.offset(), values)) {
          case Outcome.Applied _, Outcome.Nothing _ -> null;
          case Outcome.OutOfRange outOfRange -> outOfRange.message();
          case Outcome.Misaligned misaligned -> misaligned.message();
        };
    if (problem != null) {
      throw input.refuse(f, problem);
    }
  }

  private long placeOf(ObjectInput input, Section section) {
    Spot at = sections.of(input, section.index());
    if (at == null) {
      throw input.refuse("half of an address is in " + section.name() + ", which is left out");
    }
    return at.address();
  }

  private Values values(ObjectInput input, Fixup f, long place) {
    Meaning m = globals.of(input, f.symbol());
    boolean left = m instanceof Meaning.Defined d && !addresses.isKept(d);
    // Debugging information and call frames may speak of functions of which one copy was kept.
    if (left && ObjectInput.inMemory(f.section()) && !f.section().name().equals(".eh_frame")) {
      throw input.refuse(f, "its section is left out");
    }
    long symbol = left ? 0 : addresses.of(m);
    long callee =
        options.machine().isCall(f.kind()) && linkage.hasEntry(m)
            ? linkage.entry(m).address()
            : symbol;
    Values values =
        Values.of(callee, f.addend(), place)
            .with(Term.L, callee)
            .with(Term.GOT, table)
            .with(Term.Z, input.symbols().size(f.symbol()))
            .with(Term.DTP, addresses.modulePointer())
            .with(Term.TP, addresses.threadPointer());
    values = slot(values, Term.G, Purpose.ADDRESS, m);
    values = slot(values, Term.IE, Purpose.THREAD_OFFSET, m);
    values = slot(values, Term.GD, Purpose.THREAD_PAIR, m);
    values = slot(values, Term.LD, Purpose.MODULE, new Meaning.Nothing());
    return slot(values, Term.DESC, Purpose.DESCRIPTOR, m);
  }

  private Values slot(Values values, Term term, Purpose purpose, Meaning m) {
    Slot slot = new Slot(purpose, m);
    return linkage.has(slot) ? values.with(term, linkage.spot(slot).address() - table) : values;
  }
}
