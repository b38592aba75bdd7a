package dev.elfwright.livepatch.module;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import dev.elfwright.elf.write.StringTableBuilder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A module while it is changed: sections with their relocations, and symbols. Symbol tables, string
 * tables and tables of relocations are made anew when it is laid out, so nothing has to be kept in
 * step by hand.
 */
final class ModuleDraft {
  /** A section that is neither of symbols, strings nor relocations. */
  static final class Part {
    final String name;
    final SectionHeader header;
    final MemorySegment bytes;
    final int index;
    final List<Relocation> relocations = new ArrayList<>();
    final SequencedMap<String, List<Relocation>> byObject = new LinkedHashMap<>();

    Part(int index, String name, SectionHeader header, MemorySegment bytes) {
      this.index = index;
      this.name = name;
      this.header = header;
      this.bytes = bytes;
    }

    boolean isLoaded() {
      return (header.flags() & SectionFlag.ALLOC) != 0;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final FileHeader header;
  private final List<Part> parts = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final int symbolTable;

  private ModuleDraft(ElfModel model) {
    this.header = model.header();
    Section table =
        model.sections().stream()
            .filter(s -> s.header().type() == SectionType.SYMTAB)
            .findFirst()
            .orElseThrow(() ->
                new ElfFormatException(
                    model.file(), ElfFormatException.NO_OFFSET, "module", "no symbol table"));
    this.symbolTable = table.index();
    ((SymbolTable) table.content()).symbols().forEach(symbols::add);
    readParts(model);
    readRelocations(model);
  }

  /**
   * What a module consists of.
   *
   * @throws ElfFormatException when it is no object file, or malformed
   */
  static ModuleDraft of(ElfModel model) {
    return new ModuleDraft(model);
  }

  private void readParts(ElfModel model) {
    int names = model.sectionNamesIndex();
    for (Section s : model.sections().subList(1, model.sections().size())) {
      boolean isTable =
          switch (s.header().type()) {
            case SectionType.SYMTAB,
                SectionType.RELA,
                SectionType.REL,
                SectionType.SYMTAB_SHNDX,
                SectionType.GROUP ->
                true;
            case SectionType.STRTAB ->
                s.index() == names || s.index() == model.sectionHeaders().get(symbolTable).link();
            default -> false;
          };
      if (!isTable) {
        parts.add(new Part(s.index(), s.name(), s.header(), s.bytes()));
      }
    }
  }

  private void readRelocations(ElfModel model) {
    Map<Integer, Part> byIndex = new HashMap<>();
    parts.forEach(p -> byIndex.put(p.index, p));
    for (Section s : model.sections()) {
      if (s.header().type() != SectionType.RELA || s.header().link() != symbolTable) {
        continue;
      }
      Part target = byIndex.get(s.header().info());
      if (target == null) {
        throw new ElfFormatException(
            model.file(),
            s.header().offset(),
            s.name(),
            "relocates section " + s.header().info() + ", which is none with content");
      }
      List<Relocation> all = ((RelocationTable) s.content()).relocations().toList();
      all.forEach(r -> require(model, s, r));
      KlpSection.parse(s.name())
          .ifPresentOrElse(
              klp ->
                  target.byObject.computeIfAbsent(klp.object(), _ -> new ArrayList<>()).addAll(all),
              () -> target.relocations.addAll(all));
    }
  }

  private void require(ElfModel model, Section table, Relocation r) {
    if (r.symbol() < 0 || r.symbol() >= symbols.size()) {
      throw new ElfFormatException(
          model.file(),
          table.header().offset(),
          table.name(),
          "names symbol %s of %d".formatted(Integer.toUnsignedString(r.symbol()), symbols.size()));
    }
  }

  /** The sections in order, to be changed. */
  List<Part> parts() {
    return parts;
  }

  /** The symbols, to be changed; relocations name them by their place in this list. */
  List<Symbol> symbols() {
    return symbols;
  }

  /** The section that the file has at an index. */
  @Nullable Part part(int index) {
    return parts.stream().filter(p -> p.index == index).findFirst().orElse(null);
  }

  /**
   * Empties the symbols of a section that goes. The loader refuses symbols that are neither defined
   * nor found, and debugging data may name these.
   */
  void dropSymbols(Part gone) {
    for (int i = 0; i < symbols.size(); i++) {
      Symbol s = symbols.get(i);
      if (!s.isReserved() && s.sectionIndex() == gone.index) {
        symbols.set(i, new Symbol(i, "", SymbolBinding.LOCAL, 0, 0, SectionIndex.ABS, 0, 0));
      }
    }
  }

  /** The file: header, sections, relocations, symbols, strings, section headers. */
  LayoutPlan plan() {
    return new Layout().plan();
  }

  /** One pass over a draft; each table knows its index before any is written. */
  private final class Layout {
    private final ElfEncoder encoder = ElfEncoder.like(header);
    private final List<Placement> placements = new ArrayList<>();
    private final List<SectionHeader> headers = new ArrayList<>();
    private final StringTableBuilder sectionNames = new StringTableBuilder();
    private final StringTableBuilder names = new StringTableBuilder();
    private final List<String> nameOf = new ArrayList<>();
    private final Map<Integer, Integer> newIndex = new HashMap<>();
    private final int[] newSymbol = new int[symbols.size()];
    private long end = FileHeader.size(header.is64());

    LayoutPlan plan() {
      put("", new SectionHeader(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), MemorySegment.NULL);
      parts.forEach(p -> newIndex.put(p.index, newIndex.size() + 1));
      List<Symbol> ordered = ordered();
      int table = parts.size() + 1 + relocationTables();
      for (Part p : parts) {
        int link =
            (p.header.flags() & SectionFlag.LINK_ORDER) != 0
                ? newIndex.getOrDefault(p.header.link(), 0)
                : 0;
        put(p.name, like(p.header, link, 0), p.bytes);
      }
      for (Part p : parts) {
        relocations(p, table);
      }
      symbols(ordered, table);
      MemorySegment strings = names.build();
      put(".strtab", strings(strings), strings);
      int namesIndex = headers.size();
      nameOf.add(".shstrtab");
      nameOf.forEach(sectionNames::add);
      nameOf.removeLast();
      MemorySegment texts = sectionNames.build();
      put(".shstrtab", strings(texts), texts);
      return finish(namesIndex);
    }

    private int relocationTables() {
      int count = 0;
      for (Part p : parts) {
        count += p.relocations.isEmpty() ? 0 : 1;
        count += (int) p.byObject.values().stream().filter(r -> !r.isEmpty()).count();
      }
      return count;
    }

    /** Local symbols come first (gABI, "Symbol Table"). */
    private List<Symbol> ordered() {
      List<Symbol> ordered = new ArrayList<>();
      for (boolean local : new boolean[] {true, false}) {
        for (int i = 0; i < symbols.size(); i++) {
          if ((symbols.get(i).binding() == SymbolBinding.LOCAL) == local) {
            newSymbol[i] = ordered.size();
            ordered.add(symbols.get(i));
          }
        }
      }
      return ordered;
    }

    private SectionHeader like(SectionHeader h, int link, int info) {
      return new SectionHeader(
          0,
          h.type(),
          h.flags() & ~SectionHeader.GROUP,
          0,
          0,
          h.size(),
          link,
          info,
          h.alignment(),
          h.entrySize());
    }

    private SectionHeader strings(MemorySegment bytes) {
      return new SectionHeader(0, SectionType.STRTAB, 0, 0, 0, bytes.byteSize(), 0, 0, 1, 0);
    }

    private void relocations(Part p, int table) {
      int target = newIndex.getOrDefault(p.index, 0);
      if (!p.relocations.isEmpty()) {
        rela(".rela" + p.name, p.relocations, SectionFlag.INFO_LINK, table, target);
      }
      p.byObject.forEach((object, relocations) -> {
        if (!relocations.isEmpty()) {
          long flags = SectionFlag.ALLOC | SectionFlag.INFO_LINK | KlpSection.FLAG;
          rela(new KlpSection(object, p.name).sectionName(), relocations, flags, table, target);
        }
      });
    }

    private void rela(String name, List<Relocation> list, long flags, int table, int target) {
      List<Relocation> renumbered =
          list.stream()
              .map(r -> new Relocation(r.offset(), r.type(), newSymbol[r.symbol()], r.addend()))
              .toList();
      MemorySegment bytes = encoder.rela(renumbered);
      int entry = RelocationTable.entrySize(header.is64(), true);
      put(
          name,
          new SectionHeader(
              0, SectionType.RELA, flags, 0, 0, bytes.byteSize(), table, target, 8, entry),
          bytes);
    }

    private void symbols(List<Symbol> ordered, int table) {
      List<Symbol> placed =
          ordered.stream()
              .map(s ->
                  new Symbol(
                      0,
                      s.name(),
                      s.binding(),
                      s.type(),
                      s.other(),
                      s.isReserved() || s.isUndefined()
                          ? s.sectionIndex()
                          : newIndex.getOrDefault(s.sectionIndex(), SectionIndex.ABS),
                      s.value(),
                      s.size()))
              .toList();
      placed.forEach(s -> names.add(s.name()));
      MemorySegment bytes = encoder.symbols(placed, s -> names.offsetOf(s.name()));
      int locals = (int) placed.stream().filter(s -> s.binding() == SymbolBinding.LOCAL).count();
      int entry = SymbolTable.entrySize(header.is64());
      put(
          ".symtab",
          new SectionHeader(
              0, SectionType.SYMTAB, 0, 0, 0, bytes.byteSize(), table + 1, locals, 8, entry),
          bytes);
    }

    private void put(String name, SectionHeader h, MemorySegment bytes) {
      long alignment = Math.max(1, h.alignment());
      if (h.type() != SectionType.NOBITS && h.type() != SectionType.NULL) {
        end = Math.ceilDiv(end, alignment) * alignment;
        placements.add(new Placement(end, "section " + name, new Content.Bytes(bytes)));
      }
      headers.add(
          new SectionHeader(
              0,
              h.type(),
              h.flags(),
              0,
              h.type() == SectionType.NULL ? 0 : end,
              h.size(),
              h.link(),
              h.info(),
              h.alignment(),
              h.entrySize()));
      nameOf.add(name);
      end += bytes.byteSize();
    }

    private LayoutPlan finish(int namesIndex) {
      List<SectionHeader> named = new ArrayList<>();
      for (int i = 0; i < headers.size(); i++) {
        SectionHeader h = headers.get(i);
        named.add(
            new SectionHeader(
                sectionNames.offsetOf(nameOf.get(i)),
                h.type(),
                h.flags(),
                h.address(),
                h.offset(),
                h.size(),
                h.link(),
                h.info(),
                h.alignment(),
                h.entrySize()));
      }
      long at = Math.ceilDiv(end, 8L) * 8;
      placements.add(
          new Placement(at, "section headers", new Content.Bytes(encoder.sectionHeaders(named))));
      FileHeader changed =
          new FileHeader(
              header.is64(),
              header.order(),
              header.identVersion(),
              header.osAbi(),
              header.abiVersion(),
              header.padding(),
              header.type(),
              header.machine(),
              header.version(),
              header.entry(),
              0,
              at,
              header.flags(),
              header.headerSize(),
              0,
              0,
              SectionHeader.entrySize(header.is64()),
              headers.size(),
              namesIndex);
      placements.add(new Placement(0, "ELF header", new Content.Bytes(encoder.header(changed))));
      return LayoutPlan.of(placements);
    }
  }
}
