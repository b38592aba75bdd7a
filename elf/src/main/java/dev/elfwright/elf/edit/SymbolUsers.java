package dev.elfwright.elf.edit;

import dev.elfwright.elf.CompactRelocations;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.CrelWriter;
import dev.elfwright.elf.write.ElfEncoder;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A section that names symbols of its linked symbol table by index. */
sealed interface SymbolUsers {
  /** SHT_LLVM_ADDRSIG (LLVM, "Extensions"): symbol indices as ULEB128. */
  int LLVM_ADDRSIG = 0x6fff4c03;

  /** Gives every symbol that must not be removed. */
  void forEach(IntConsumer symbol);

  /** Whether the section names a symbol. */
  default boolean names(int symbol) {
    boolean[] found = {false};
    forEach(index -> found[0] |= index == symbol);
    return found[0];
  }

  /**
   * Writes the section anew.
   *
   * @param moved the new index of each symbol, -1 for what is gone
   */
  void renumber(int[] moved);

  static SymbolUsers of(Draft draft, DraftSection s) {
    return switch (s.type) {
      case SectionType.REL, SectionType.RELA -> {
        RelocationTable table = (RelocationTable) draft.model.sections().get(s.origin).content();
        yield new Relocations(draft, s, table);
      }
      case SectionType.CREL ->
          new Compact(
              draft, s, (CompactRelocations) draft.model.sections().get(s.origin).content());
      case SectionType.GROUP -> new Group(s);
      case LLVM_ADDRSIG -> new AddressSignificance(draft, s);
      default -> new None();
    };
  }

  /** SHT_REL and SHT_RELA. */
  record Relocations(Draft draft, DraftSection section, RelocationTable table)
      implements SymbolUsers {
    @Override
    public void forEach(IntConsumer symbol) {
      for (int i = 0; i < table.count(); i++) {
        symbol.accept(table.symbol(i));
      }
    }

    @Override
    public void renumber(int[] moved) {
      List<Relocation> changed = new ArrayList<>(table.count());
      for (int i = 0; i < table.count(); i++) {
        Relocation r = table.relocation(i);
        int to = r.symbol() >= 0 && r.symbol() < moved.length ? moved[r.symbol()] : r.symbol();
        changed.add(new Relocation(r.offset(), r.type(), Math.max(0, to), r.addend()));
      }
      ElfEncoder encoder = ElfEncoder.like(draft.header);
      section.replace(table.withAddend() ? encoder.rela(changed) : encoder.rel(changed));
    }
  }

  /** SHT_CREL. */
  record Compact(Draft draft, DraftSection section, CompactRelocations relocations)
      implements SymbolUsers {
    @Override
    public void forEach(IntConsumer symbol) {
      relocations.forEach((_, _, index, _) -> symbol.accept(index));
    }

    @Override
    public void renumber(int[] moved) {
      List<Relocation> changed = new ArrayList<>();
      relocations.forEach((offset, type, symbol, addend) -> {
        int to = symbol >= 0 && symbol < moved.length ? Math.max(0, moved[symbol]) : symbol;
        changed.add(new Relocation(offset, type, to, addend));
      });
      section.replace(CrelWriter.encode(changed, relocations.withAddend()));
    }
  }

  /** SHT_GROUP: sh_info is the symbol whose name identifies the group. */
  record Group(DraftSection section) implements SymbolUsers {
    @Override
    public void forEach(IntConsumer symbol) {
      symbol.accept(section.rawInfo);
    }

    @Override
    public void renumber(int[] moved) {
      int from = section.original.info();
      if (from > 0 && from < moved.length) {
        section.rawInfo = Math.max(0, moved[from]);
      }
    }
  }

  /** Symbols whose address matters. None is needed for that: one that is gone is left out. */
  record AddressSignificance(Draft draft, DraftSection section) implements SymbolUsers {
    @Override
    public void forEach(IntConsumer symbol) {}

    @Override
    public void renumber(int[] moved) {
      byte[] in = draft.originalBytes(section).toArray(ValueLayout.JAVA_BYTE);
      ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
      long value = 0;
      int shift = 0;
      for (byte b : in) {
        value |= shift < 63 ? (b & 0x7fL) << shift : 0;
        shift += 7;
        if (b < 0) {
          continue;
        }
        if (value > 0 && value < moved.length && moved[(int) value] > 0) {
          putUleb(out, moved[(int) value]);
        }
        value = 0;
        shift = 0;
      }
      MemorySegment bytes = Arena.ofAuto().allocate(Math.max(1, out.size()));
      MemorySegment.copy(out.toByteArray(), 0, bytes, ValueLayout.JAVA_BYTE, 0, out.size());
      section.replace(bytes.asSlice(0, out.size()));
    }

    private static void putUleb(ByteArrayOutputStream out, int value) {
      int rest = value;
      while (rest > 0x7f) {
        out.write(rest & 0x7f | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }
  }

  /** A section that links to the symbols but names none by index. */
  record None() implements SymbolUsers {
    @Override
    public void forEach(IntConsumer symbol) {}

    @Override
    public void renumber(int[] moved) {}
  }
}
