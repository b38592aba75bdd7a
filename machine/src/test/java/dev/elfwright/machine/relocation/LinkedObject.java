package dev.elfwright.machine.relocation;

import static dev.elfwright.machine.relocation.Term.A;
import static dev.elfwright.machine.relocation.Term.P;
import static dev.elfwright.machine.relocation.Term.PAIR;
import static dev.elfwright.machine.relocation.Term.S;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An object and what a linker made of it: its sections with our relocations against the linker's.
 */
final class LinkedObject {
  private final Toolchain tools;
  private final ElfModel object;
  private final ElfModel linked;
  private final SymbolTable symbols;
  private final LinkedAddresses addresses;
  private final Set<String> applied = new TreeSet<>();
  private final List<String> differences = new ArrayList<>();

  LinkedObject(Toolchain tools, ElfModel object, ElfModel linked) {
    this.tools = tools;
    this.object = object;
    this.linked = linked;
    this.symbols = object.symbols().orElseThrow();
    this.addresses = new LinkedAddresses(tools, linked);
    for (Section section : object.sections()) {
      if (section.content() instanceof RelocationTable table) {
        Section target = object.sections().get(section.header().info());
        if ((target.header().flags() & SectionHeader.ALLOC) != 0) {
          compare(target, table);
        }
      }
    }
  }

  /** The names of the types that were applied. */
  Set<String> applied() {
    return applied;
  }

  /** Each place where our bytes are not the linker's. */
  List<String> differences() {
    return differences;
  }

  private void compare(Section target, RelocationTable table) {
    Section output = linked.section(target.name()).orElseThrow();
    ByteBuffer ours = bytes(target);
    ByteBuffer theirs = bytes(output);
    List<Relocation> relocations = table.relocations().toList();
    List<String> log = new ArrayList<>();
    for (Relocation relocation : relocations) {
      RelocationKind kind = tools.kinds().find(relocation.type()).orElseThrow();
      Values values = values(kind, relocation, target, table);
      Outcome outcome = kind.apply(ours, (int) relocation.offset(), values);
      if (!(outcome instanceof Outcome.Nothing)) {
        applied.add(kind.name());
      }
      if (!(outcome instanceof Outcome.Applied || outcome instanceof Outcome.Nothing)) {
        differences.add(target.name() + " " + relocation + " " + outcome);
      }
      log.add("%x %s".formatted(relocation.offset(), kind.explain(values.with(Term.V, 0))));
    }
    for (int i = 0; i < ours.limit(); i++) {
      if (ours.get(i) != theirs.get(i)) {
        int at = i;
        differences.add(
            "%s+0x%x: ours %02x, linker %02x; %s"
                .formatted(
                    target.name(),
                    i,
                    ours.get(i),
                    theirs.get(i),
                    log.stream()
                        .filter(l -> at - Long.parseLong(l.split(" ")[0], 16) < 8)
                        .filter(l -> at >= Long.parseLong(l.split(" ")[0], 16))
                        .toList()));
      }
    }
  }

  private ByteBuffer bytes(Section section) {
    byte[] bytes = section.bytes().toArray(ValueLayout.JAVA_BYTE);
    return ByteBuffer.wrap(bytes).order(object.bytes().order());
  }

  private Values values(
      RelocationKind kind, Relocation relocation, Section target, RelocationTable table) {
    long place = linked.section(target.name()).orElseThrow().header().address();
    long addend =
        table.withAddend()
            ? relocation.addend()
            : kind.addend(bytes(target), (int) relocation.offset());
    Symbol symbol = symbols.symbol(relocation.symbol());
    Set<Term> terms = new TreeSet<>(kind.formula().terms());
    if (terms.contains(PAIR)) {
      terms.add(S);
    }
    Values values =
        addresses
            .of(symbol, object, addend, terms)
            .with(A, addend)
            .with(P, place + relocation.offset());
    return terms.contains(PAIR)
        ? values.with(PAIR, pair(values.of(S) - place, target, table))
        : values;
  }

  /** The value of the relocation of an upper half at an offset. */
  private long pair(long offset, Section target, RelocationTable table) {
    Relocation high =
        table
            .relocations()
            .filter(r -> r.offset() == offset)
            .filter(r -> kind(r).formula().terms().contains(P))
            .findFirst()
            .orElseThrow();
    return kind(high).value(values(kind(high), high, target, table));
  }

  private RelocationKind kind(Relocation relocation) {
    return tools.kinds().find(relocation.type()).orElseThrow();
  }
}
