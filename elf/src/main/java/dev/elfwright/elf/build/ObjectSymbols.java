package dev.elfwright.elf.build;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.build.ObjectBuilder.Definition;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.FieldWriter;
import dev.elfwright.elf.write.StringTableBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbol table of an object file: the null symbol, local symbols, then the others (gABI,
 * "Symbol Table": sh_info is the index of the first that is not local).
 */
final class ObjectSymbols {
  /** SHN_LORESERVE: from here on, a section's index stands in SHT_SYMTAB_SHNDX. */
  private static final int FIRST_RESERVED = 0xff00;

  private record Entry(Symbol symbol, int section) {}

  private final Target target;
  private final Map<Label, Integer> sectionIndexes;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Reference, Integer> indexes = new HashMap<>();
  private final StringTableBuilder names = new StringTableBuilder();
  private final int firstGlobal;

  ObjectSymbols(ObjectBuilder object, Map<Label, Integer> sectionIndexes) {
    this.target = object.target();
    this.sectionIndexes = sectionIndexes;
    Map<Reference, Entry> all = new LinkedHashMap<>();
    object.definitions().forEach((name, d) -> all.put(name, entry(name.name(), d)));
    for (SectionBuilder s : object.sections()) {
      s.fixups().forEach(f -> all.computeIfAbsent(f.to(), this::referenced));
    }
    object.groups().forEach(g -> all.computeIfAbsent(g.signature(), this::referenced));
    entries.add(new Entry(new Symbol(0, "", 0, 0, 0, 0, 0, 0), 0));
    all.forEach((r, e) -> addIf(isLocal(e), r, e));
    firstGlobal = entries.size();
    all.forEach((r, e) -> addIf(!isLocal(e), r, e));
    entries.forEach(e -> names.add(e.symbol.name()));
  }

  private static boolean isLocal(Entry e) {
    return e.symbol.binding() == SymbolBinding.LOCAL;
  }

  private void addIf(boolean now, Reference reference, Entry entry) {
    if (now) {
      indexes.put(reference, entries.size());
      entries.add(entry);
    }
  }

  private Entry entry(String name, Definition definition) {
    return switch (definition) {
      case Definition.At(Label at, SymbolBuilder attributes) ->
          at(at, attributes.build(name, SectionIndex.UNDEF, at.offset()));
      case Definition.Fixed(Symbol symbol) -> new Entry(symbol, 0);
      case Definition.Undefined(SymbolBuilder attributes) ->
          new Entry(attributes.build(name, SectionIndex.UNDEF, 0), 0);
    };
  }

  private Entry at(Label label, Symbol s) {
    int section = requireNonNull(sectionIndexes.get(label.section().start()));
    int index = section < FIRST_RESERVED ? section : SectionIndex.XINDEX;
    return new Entry(
        new Symbol(0, s.name(), s.binding(), s.type(), s.other(), index, s.value(), s.size()),
        section);
  }

  /** A label, or a name that nothing defines. */
  private Entry referenced(Reference reference) {
    return switch (reference) {
      case Label label -> {
        String name = ".L%s.%x".formatted(label.section().name(), label.offset());
        yield at(label, new Symbol(0, name, 0, SymbolType.NOTYPE, 0, 0, label.offset(), 0));
      }
      case NamedSymbol symbol ->
          entry(symbol.name(), new Definition.Undefined(new SymbolBuilder().global()));
    };
  }

  int indexOf(Reference reference) {
    return requireNonNull(indexes.get(reference));
  }

  int firstGlobal() {
    return firstGlobal;
  }

  MemorySegment names() {
    return names.build();
  }

  MemorySegment encode() {
    ElfEncoder encoder = new ElfEncoder(target.is64(), target.order(), target.machine());
    MemorySegment out =
        Arena.ofAuto().allocate((long) entries.size() * SymbolTable.entrySize(target.is64()));
    for (int i = 0; i < entries.size(); i++) {
      Symbol s = entries.get(i).symbol;
      encoder.putSymbol(
          out, (long) i * SymbolTable.entrySize(target.is64()), s, names.offsetOf(s.name()));
    }
    return out;
  }

  boolean needExtendedIndexes() {
    return entries.stream().anyMatch(e -> e.section >= FIRST_RESERVED);
  }

  /** SHT_SYMTAB_SHNDX: four bytes a symbol, 0 where st_shndx holds the index itself. */
  MemorySegment encodeExtendedIndexes() {
    MemorySegment out = Arena.ofAuto().allocate(4L * entries.size());
    FieldWriter w = new FieldWriter(out, 0, target.is64(), target.order());
    entries.forEach(e -> w.i32(e.section >= FIRST_RESERVED ? e.section : 0));
    return out;
  }
}
