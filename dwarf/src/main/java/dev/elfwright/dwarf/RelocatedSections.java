package dev.elfwright.dwarf;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.machine.relocation.Outcome;
import dev.elfwright.machine.relocation.RelocationKind;
import dev.elfwright.machine.relocation.RelocationKinds;
import dev.elfwright.machine.relocation.Term;
import dev.elfwright.machine.relocation.Values;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sections of one name of an object file, one behind the other, with their relocations applied as a
 * linker would that places every section at 0. An object file has several where groups of sections
 * are dropped when linking.
 */
final class RelocatedSections {
  private static final long LARGEST = Integer.MAX_VALUE - 8L;

  /** Blocks of threads' variables begin at 0 too, and code is not told by its instruction set. */
  private static final Values AT_ZERO = Values.none().with(Term.DTP, 0).with(Term.T, 0);

  private final ElfModel model;
  private final Map<Integer, Long> placed = new HashMap<>();

  private RelocatedSections(ElfModel model) {
    this.model = model;
  }

  static MemorySegment join(ElfModel model, List<Section> parts) {
    return new RelocatedSections(model).joined(parts);
  }

  private MemorySegment joined(List<Section> parts) {
    List<MemorySegment> bytes = parts.stream().map(Section::uncompressed).toList();
    long size = bytes.stream().mapToLong(MemorySegment::byteSize).sum();
    if (size > LARGEST) {
      throw model
          .bytes()
          .malformed(
              parts.getFirst().header().offset(),
              parts.getFirst().name(),
              "0x%x bytes in an object file, more than are held".formatted(size));
    }
    MemorySegment out = MemorySegment.ofArray(new byte[(int) size]);
    long at = 0;
    for (int i = 0; i < parts.size(); i++) {
      placed.put(parts.get(i).index(), at);
      MemorySegment.copy(bytes.get(i), 0, out, at, bytes.get(i).byteSize());
      at += bytes.get(i).byteSize();
    }
    ByteBuffer target = out.asByteBuffer().order(model.bytes().order());
    for (Section section : model.sections()) {
      if (section.content() instanceof Relocations table
          && placed.containsKey(section.header().info())) {
        apply(section, table, target);
      }
    }
    return out;
  }

  private void apply(Section section, Relocations table, ByteBuffer target) {
    RelocationKinds kinds =
        RelocationKinds.of(model.header().machine())
            .orElseThrow(() -> malformed(section, "relocations of a machine that is not known"));
    SymbolTable symbols = symbols(section);
    long base = placed.getOrDefault(section.header().info(), 0L);
    table.forEach((offset, type, symbol, addend) -> {
      RelocationKind kind =
          kinds
              .find(type)
              .orElseThrow(() -> malformed(section, "relocation type 0x%x".formatted(type)));
      if (offset < 0 || offset > target.limit() - base - kind.field().size()) {
        throw malformed(section, "a relocation at 0x%x, past the end".formatted(offset));
      }
      int place = (int) (base + offset);
      long added = table.withAddend() ? addend : kind.addend(target, place);
      long address = address(section, symbols, symbol);
      Values values = AT_ZERO.with(Term.S, address).with(Term.A, added).with(Term.P, place);
      Outcome outcome;
      try {
        outcome = kind.apply(target, place, values);
      } catch (IllegalArgumentException e) {
        // It needs a GOT, say, for which debugging information has no use.
        throw malformed(section, kind.name() + " in debugging information");
      }
      if (outcome instanceof Outcome.OutOfRange unfit) {
        throw malformed(section, "at 0x%x: %s".formatted(offset, unfit.message()));
      }
    });
  }

  private SymbolTable symbols(Section relocations) {
    int link = relocations.header().link();
    if (link > 0
        && link < model.sections().size()
        && model.sections().get(link).content() instanceof SymbolTable table) {
      return table;
    }
    throw malformed(relocations, "symbol table " + Integer.toUnsignedString(link));
  }

  private long address(Section section, SymbolTable symbols, int index) {
    if (index == 0) {
      return 0;
    }
    if (!symbols.contains(index)) {
      throw malformed(
          section, "symbol " + Integer.toUnsignedString(index) + " of " + symbols.count());
    }
    long base =
        symbols.isReserved(index) ? 0 : placed.getOrDefault(symbols.sectionIndex(index), 0L);
    return base + symbols.value(index);
  }

  private RuntimeException malformed(Section section, String message) {
    return model.bytes().malformed(section.header().offset(), section.name(), message);
  }
}
