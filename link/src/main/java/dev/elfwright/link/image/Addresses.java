package dev.elfwright.link.image;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.refusal.ObjectLinkException;
import java.util.Optional;

/** What symbols are, once everything has its place. */
final class Addresses {
  private final Sections sections;
  private final Linkage linkage;
  private final Landmarks landmarks;
  private final ImageMachine machine;
  private final Optional<Segment> threadLocal;

  Addresses(
      Sections sections,
      Linkage linkage,
      Landmarks landmarks,
      ImageMachine machine,
      Optional<Segment> threadLocal) {
    this.sections = sections;
    this.linkage = linkage;
    this.landmarks = landmarks;
    this.machine = machine;
    this.threadLocal = threadLocal;
  }

  /** An address, that of a thread-local variable in the file's block; 0 for what is elsewhere. */
  long of(Meaning m) {
    return switch (m) {
      case Meaning.Nothing _ -> 0;
      case Meaning.Imported _ -> ofImported(m);
      case Meaning.Landmark(String name) -> landmarks.address(name);
      case Meaning.Defined d when linkage.isIndirect(d) && linkage.hasEntry(d) ->
          linkage.entry(d).address();
      case Meaning.Defined d -> ofBytes(d);
    };
  }

  /** Of what is in the file: of a function that is chosen at load time, that which chooses. */
  long ofBytes(Meaning.Defined d) {
    return d.isNumber() ? d.symbol().value() : spot(d).address();
  }

  private long ofImported(Meaning m) {
    Spot copy = linkage.direct().copyOf(m);
    if (copy != null) {
      return copy.address();
    }
    return linkage.direct().contains(m) ? linkage.entry(m).address() : 0;
  }

  /** What other files find in this one, as a symbol of it. */
  Symbol symbol(Meaning m) {
    return switch (m) {
      case Meaning.Defined d -> symbol(d);
      case Meaning.Imported i -> symbol(requireNonNull(linkage.direct().symbolOf(i)), i);
      case Meaning.Nothing _, Meaning.Landmark _ ->
          throw new IllegalArgumentException(m + " is never exported");
    };
  }

  /** A variable's copy is defined here; a function is not, yet has its address here. */
  private Symbol symbol(ImportedSymbol s, Meaning m) {
    Spot copy = linkage.direct().copyOf(m);
    int section = copy == null ? 0 : copy.section().index;
    Variable variable = s.variable();
    long size = variable == null ? 0 : variable.size();
    return new Symbol(0, s.name(), s.binding(), s.type(), 0, section, of(m), size);
  }

  private Spot spot(Meaning.Defined d) {
    Spot at = sections.of(d);
    if (at == null) {
      throw d.input()
          .refuse("symbol '%s' is in no section that is kept".formatted(d.symbol().name()));
    }
    return at;
  }

  /** Whether a definition is in the file. */
  boolean isKept(Meaning.Defined d) {
    return d.isNumber() || sections.of(d) != null;
  }

  /** The address at which this file's thread-local block begins. */
  long block() {
    return threadLocal.map(Segment::address).orElse(0L);
  }

  /** The address in the block from which the machine's offsets within a module count. */
  long modulePointer() {
    return block() + machine.tls().moduleBias();
  }

  /** Where the thread pointer of a program points, if its block were where it is in the file. */
  long threadPointer() {
    return threadLocal
        .map(t -> machine.tls().of(t.address(), t.memorySize(), Math.max(1, t.alignment())))
        .orElse(0L);
  }

  /** The definition as a symbol of the linked file. */
  Symbol symbol(Meaning.Defined d) {
    Symbol s = d.symbol();
    if (d.isNumber()) {
      return new Symbol(
          0, s.name(), s.binding(), s.type(), s.other(), SectionIndex.ABS, s.value(), s.size());
    }
    Spot at = spot(d);
    if (s.size() < 0 || at.offset() < 0 || at.offset() > at.section().size) {
      throw d.input().refuse("symbol '%s' lies outside of its section".formatted(s.name()));
    }
    if (at.section().index >= SectionIndex.LORESERVE) {
      throw new ObjectLinkException("more sections than a symbol can name");
    }
    boolean threadVariable = s.type() == SymbolType.TLS;
    long value = threadVariable ? at.address() - block() : at.address();
    return new Symbol(
        0, s.name(), s.binding(), s.type(), s.other(), at.section().index, value, s.size());
  }
}
