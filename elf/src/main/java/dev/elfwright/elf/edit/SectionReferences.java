package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.FieldWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Symbols name their section by its number and give addresses in it. When sections got other
 * numbers or moved, but the symbols themselves are as before, two fields of each are all that
 * changes.
 */
final class SectionReferences {
  /** SHN_LORESERVE. */
  private static final int RESERVED = 0xff00;

  /** The fields' places in an entry; {@link SymbolTable} has the layout. */
  private final long valueAt;

  private final long indexAt;
  private final int entry;

  private final ElfBytes in;
  private final Map<Integer, DraftSection> byOrigin;
  private final Draft draft;

  SectionReferences(Draft draft) {
    this.draft = draft;
    this.in = draft.model.bytes();
    this.byOrigin = draft.byOrigin();
    this.entry = SymbolTable.entrySize(in.is64());
    this.valueAt = in.is64() ? 8 : 4;
    this.indexAt = in.is64() ? 6 : 14;
  }

  /** Whether a symbol of the table is in a section that is gone. */
  boolean lost(DraftSection table) {
    MemorySegment bytes = draft.bytes(table);
    ElfBytes symbols = view(bytes);
    for (long at = 0; at + entry <= bytes.byteSize(); at += entry) {
      DraftSection s = byOrigin.get(symbols.u16(at + indexAt));
      if (s != null && draft.removed.contains(s)) {
        return true;
      }
    }
    return false;
  }

  /** The table with other numbers and addresses, or null when all are the same. */
  @Nullable MemorySegment updated(MemorySegment table) {
    ElfBytes symbols = view(table);
    MemorySegment out = null;
    for (long at = 0; at + entry <= table.byteSize(); at += entry) {
      int index = symbols.u16(at + indexAt);
      DraftSection s = index == 0 || index >= RESERVED ? null : byOrigin.get(index);
      if (s == null || draft.removed.contains(s)) {
        continue;
      }
      long shift = s.address - s.original.address();
      if (s.index == s.origin && shift == 0) {
        continue;
      }
      if (out == null) {
        out = Arena.ofAuto().allocate(table.byteSize());
        out.copyFrom(table);
      }
      writer(out, at + indexAt).u16(s.index, "st_shndx");
      writer(out, at + valueAt).word(draft.address(symbols.word(at + valueAt) + shift), "st_value");
    }
    return out;
  }

  private ElfBytes view(MemorySegment bytes) {
    return new ElfBytes(in.file(), bytes, in.is64(), in.order() == ByteOrder.BIG_ENDIAN);
  }

  private FieldWriter writer(MemorySegment out, long at) {
    return new FieldWriter(out, at, in.is64(), in.order());
  }

  /** Brings the loader's symbols up to date, which keep their section's number as information. */
  void updateDynamic(Blocks blocks) {
    if (!draft.sectionsRenumbered()) {
      return;
    }
    blocks
        .of(Block.Kind.SYMBOLS)
        .ifPresent(b -> {
          MemorySegment fresh = b.fresh();
          MemorySegment now =
              fresh == null ? in.slice(b.oldOffset, b.oldSize, "dynamic symbols") : fresh;
          MemorySegment changed = updated(now);
          if (changed != null) {
            b.replace(changed);
          }
        });
  }

  /** Whether there are, or were, so many sections that not all numbers fit into st_shndx. */
  boolean needsExtended() {
    return draft.sections.size() >= RESERVED
        || draft.removed.stream().anyMatch(s -> s.type == SectionType.SYMTAB_SHNDX)
        || draft.sections.stream().anyMatch(s -> s.type == SectionType.SYMTAB_SHNDX);
  }
}
