package dev.elfwright.elf.edit;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.FieldWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a SHT_SYMTAB anew after symbols or the numbers of sections have changed, and with it all
 * that names symbols by index: relocations, groups, extended section indices, address-significance
 * tables. Local symbols come first, and sh_info counts them (gABI, "Symbol Table").
 */
final class SymbolPass {
  /** SHN_LORESERVE. */
  private static final int RESERVED = 0xff00;

  private static final int XINDEX = 0xffff;

  /** A symbol, and its section where that is no reserved index. */
  private record Entry(Symbol symbol, @Nullable DraftSection section) {}

  private final Draft draft;
  private final SymbolsEdit edit;
  private final DraftSection table;

  /** The symbols that the table had, none where it is new. */
  private final List<Symbol> originals;

  private final List<Entry> entries = new ArrayList<>();

  /** From old index to new one, -1 for what is gone. */
  private final int[] moved;

  private final Map<Integer, DraftSection> byOrigin;

  private SymbolPass(Draft draft, SymbolsEdit edit, DraftSection table) {
    this.draft = draft;
    this.edit = edit;
    this.table = table;
    this.originals = originals(draft, table);
    this.moved = new int[originals.size()];
    this.byOrigin = draft.byOrigin();
  }

  private static List<Symbol> originals(Draft draft, DraftSection table) {
    return table.isNew()
        ? List.of()
        : ((SymbolTable) draft.model.sections().get(table.origin).content()).symbols().toList();
  }

  /**
   * Brings all symbol tables up to date.
   *
   * @return the tables that were made anew, with their entries' names for the string tables
   */
  static Map<DraftSection, NamedEntries> run(Draft draft, SymbolsEdit edit) {
    Map<DraftSection, NamedEntries> anew = new IdentityHashMap<>();
    SectionReferences references = new SectionReferences(draft);
    for (DraftSection s : List.copyOf(draft.sections)) {
      boolean made = s == draft.madeSymbols;
      if (s.type != SectionType.SYMTAB || (!made && (s.isNew() || s.fresh() != null))) {
        continue;
      }
      if (s.link == null && draft.brokenLinks) {
        // Its names were let go; what is left names nothing.
        continue;
      }
      boolean renumbered = draft.sectionsRenumbered();
      if (edit.isTouched() || (renumbered && (references.needsExtended() || references.lost(s)))) {
        anew.put(s, new SymbolPass(draft, edit, s).rebuild());
      } else if (renumbered) {
        MemorySegment updated = references.updated(draft.bytes(s));
        if (updated != null) {
          s.replace(updated);
        }
      }
    }
    return anew;
  }

  /** Symbols in their new order, encoded once their names have offsets. */
  interface NamedEntries {
    /** All names, for the string table. */
    List<String> names();

    /** Encodes the table with these offsets. */
    void encode(ToLongFunction<String> offsets);
  }

  private NamedEntries rebuild() {
    BitSet needed = neededByOthers();
    List<Entry> locals = new ArrayList<>();
    List<Entry> others = new ArrayList<>();
    Arrays.fill(moved, -1);
    for (int i = 1; i < originals.size(); i++) {
      Entry e = changed(i, needed.get(i));
      if (e != null) {
        (e.symbol().binding() == SymbolBinding.LOCAL ? locals : others).add(e);
      }
    }
    edit.added().forEach(a -> add(a, locals, others));
    entries.add(new Entry(new Symbol(0, "", 0, 0, 0, 0, 0, 0), null));
    entries.addAll(locals);
    entries.addAll(others);
    if (moved.length > 0) {
      moved[0] = 0;
    }
    for (int i = 1; i < entries.size(); i++) {
      int from = entries.get(i).symbol().index();
      if (from > 0) {
        moved[from] = i;
      }
    }
    table.info = null;
    table.rawInfo = locals.size() + 1;
    renumberUsers();
    localizeGroups();
    return new NamedEntries() {
      @Override
      public List<String> names() {
        return entries.stream().map(e -> e.symbol().name()).toList();
      }

      @Override
      public void encode(ToLongFunction<String> offsets) {
        write(offsets);
      }
    };
  }

  private @Nullable Entry changed(int index, boolean needed) {
    Symbol before = originals.get(index);
    DraftSection section =
        before.isReserved() || before.isUndefined() ? null : byOrigin.get(before.sectionIndex());
    if (section != null && draft.removed.contains(section)) {
      if (needed) {
        throw draft.refuse(
            before.type() == SymbolType.SECTION
                ? "cannot remove %s: %s refers to it".formatted(section.name, userOf(index))
                : "cannot remove %s: %s names its symbol %s"
                    .formatted(section.name, userOf(index), before.name()));
      }
      return null;
    }
    Symbol now = edit.changed(before);
    if (now == null && needed) {
      throw draft.refuse(
          "cannot remove symbol %s: %s names it".formatted(before.name(), userOf(index)));
    }
    if (now == null || (!needed && edit.mayGo(now))) {
      return null;
    }
    long shift = section == null ? 0 : section.address - section.original.address();
    return new Entry(
        new Symbol(
            index,
            now.name(),
            now.binding(),
            now.type(),
            now.other(),
            now.sectionIndex(),
            draft.address(now.value() + shift),
            now.size()),
        section);
  }

  private void add(SymbolsEdit.NewSymbol added, List<Entry> locals, List<Entry> others) {
    Symbol s = added.symbol();
    DraftSection section = null;
    int reserved = 0;
    if (added.section().equals("*ABS*")) {
      reserved = Symbol.SECTION_ABSOLUTE;
    } else if (!added.section().isEmpty()) {
      section =
          draft
              .section(added.section())
              .orElseThrow(() -> draft.refuse("has no section " + added.section()));
    }
    Symbol placed =
        new Symbol(0, s.name(), s.binding(), s.type(), s.other(), reserved, s.value(), s.size());
    (s.binding() == SymbolBinding.LOCAL ? locals : others).add(new Entry(placed, section));
  }

  /** Symbols that a relocation or a group names. */
  private BitSet neededByOthers() {
    BitSet needed = new BitSet();
    for (DraftSection s : draft.sections) {
      if (s.link == table && !s.isNew()) {
        SymbolUsers.of(draft, s)
            .forEach(index -> {
              if (index >= 0 && index < moved.length) {
                needed.set(index);
              }
            });
      }
    }
    return needed;
  }

  /** The section that names a symbol. */
  private String userOf(int index) {
    for (DraftSection s : draft.sections) {
      if (s.link == table && !s.isNew() && SymbolUsers.of(draft, s).names(index)) {
        return s.name;
      }
    }
    return "nothing";
  }

  private void renumberUsers() {
    boolean same = true;
    for (int i = 0; i < moved.length && same; i++) {
      same = moved[i] == i || moved[i] == -1;
    }
    if (same) {
      return;
    }
    for (DraftSection s : draft.sections) {
      if (s.link == table && !s.isNew()) {
        SymbolUsers.of(draft, s).renumber(moved);
      }
    }
  }

  /** A group whose signature was made local is no longer one of several of that name. */
  private void localizeGroups() {
    for (DraftSection s : draft.sections) {
      int signature = s.original.info();
      if (s.type == SectionType.GROUP
          && s.link == table
          && signature > 0
          && signature < moved.length
          && moved[signature] > 0
          && originals.get(signature).binding() != SymbolBinding.LOCAL
          && entries.get(moved[signature]).symbol().binding() == SymbolBinding.LOCAL) {
        GroupPass.makeUnique(draft, s);
      }
    }
  }

  private void write(ToLongFunction<String> offsets) {
    ElfEncoder encoder = ElfEncoder.like(draft.header);
    int size = SymbolTable.entrySize(draft.header.is64());
    MemorySegment out = Arena.ofAuto().allocate((long) entries.size() * size);
    MemorySegment extended = null;
    for (int i = 0; i < entries.size(); i++) {
      Entry e = entries.get(i);
      Symbol s = e.symbol();
      int index = e.section() == null ? s.sectionIndex() : e.section().index;
      if (e.section() != null && index >= RESERVED) {
        if (extended == null) {
          extended = Arena.ofAuto().allocate(4L * entries.size());
        }
        new FieldWriter(extended, 4L * i, draft.header.is64(), draft.header.order()).i32(index);
        index = XINDEX;
      }
      Symbol placed =
          new Symbol(i, s.name(), s.binding(), s.type(), s.other(), index, s.value(), s.size());
      encoder.putSymbol(out, (long) i * size, placed, offsets.applyAsLong(s.name()));
    }
    table.replace(out);
    replaceExtended(extended);
  }

  private void replaceExtended(@Nullable MemorySegment extended) {
    DraftSection indices =
        draft.sections.stream()
            .filter(s -> s.type == SectionType.SYMTAB_SHNDX && s.link == table)
            .findFirst()
            .orElse(null);
    if (indices != null) {
      indices.replace(extended == null ? Arena.ofAuto().allocate(4L * entries.size()) : extended);
    } else if (extended != null) {
      DraftSection made = draft.add(".symtab_shndx", SectionType.SYMTAB_SHNDX, 0, extended);
      made.link = table;
      made.entrySize = 4;
      made.alignment = 4;
    }
  }
}
