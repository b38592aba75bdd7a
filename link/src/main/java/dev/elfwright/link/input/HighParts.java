package dev.elfwright.link.input;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.machine.relocation.Term;
import java.util.HashMap;
import java.util.Map;

/**
 * Addresses that come in two halves: a relocation of the lower half names, as its symbol, the
 * instruction with the upper half, whose relocation says what the address is (RISC-V ELF psABI,
 * "PC-Relative Symbol Addresses").
 */
public final class HighParts {
  private record Place(int section, long offset) {}

  private final ObjectInput input;
  private final Map<Place, Fixup> atPlace = new HashMap<>();

  /** Finds all relocations of upper halves. */
  public HighParts(ObjectInput input) {
    this.input = input;
    for (Fixup f : input.fixups()) {
      if (f.kind().formula().terms().contains(Term.P)) {
        atPlace.put(new Place(f.section().index(), f.offset()), f);
      }
    }
  }

  /**
   * The relocation of the upper half that belongs to a lower one.
   *
   * @throws dev.elfwright.link.refusal.ObjectLinkException when there is none
   */
  public Fixup of(Fixup lower) {
    Symbol label = input.symbols().symbol(lower.symbol());
    Section section = lower.section();
    Fixup found = atPlace.get(new Place(label.sectionIndex(), label.value()));
    if (found == null || label.isReserved() || found.section().index() != section.index()) {
      throw input.refuse(lower, "no upper half of an address is there");
    }
    return found;
  }
}
