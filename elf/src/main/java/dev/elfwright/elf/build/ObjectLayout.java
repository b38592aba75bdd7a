package dev.elfwright.elf.build;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.GroupFlag;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.FieldWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import dev.elfwright.elf.write.StringTableBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays out an object file: ELF header, groups (which gABI wants before their members), sections,
 * each with its relocations behind it, symbols, strings, section headers.
 */
final class ObjectLayout {
  /** One section of the file. */
  private record Row(
      String name,
      int type,
      long flags,
      long address,
      MemorySegment bytes,
      long size,
      int link,
      int info,
      long alignment,
      long entrySize) {}

  private final ObjectBuilder object;
  private final Target target;
  private final ElfEncoder encoder;
  private final Map<Label, Integer> indexes = new HashMap<>();
  private final Set<Label> grouped = new HashSet<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Placement> placements = new ArrayList<>();
  private final int symbolTable;
  private final LayoutPlan plan;

  ObjectLayout(ObjectBuilder object) {
    this.object = object;
    this.target = object.target();
    this.encoder = new ElfEncoder(target.is64(), target.order(), target.machine());
    denyExecutableStack();
    this.symbolTable = number();
    ObjectSymbols symbols = new ObjectSymbols(object, indexes);
    object.groups().forEach(g -> rows.add(group(g, symbols)));
    for (SectionBuilder s : object.sections()) {
      rows.add(section(s));
      if (!s.fixups().isEmpty()) {
        rows.add(relocations(s, symbols));
      }
    }
    addSymbols(symbols);
    this.plan = place();
  }

  /** Without this section, linkers take the code for one that needs an executable stack. */
  private void denyExecutableStack() {
    String name = ".note.GNU-stack";
    if (object.sections().stream().noneMatch(s -> s.name().equals(name))) {
      object.section(name, SectionType.PROGBITS, 0, s -> {});
    }
  }

  /** Gives each section its index, and the symbol table the one behind them. */
  private int number() {
    object.groups().forEach(g -> g.members().forEach(m -> grouped.add(m.start())));
    int next = 1 + object.groups().size();
    for (SectionBuilder s : object.sections()) {
      indexes.put(s.start(), next);
      next += s.fixups().isEmpty() ? 1 : 2;
    }
    return next;
  }

  private int indexOf(SectionBuilder s) {
    return requireNonNull(indexes.get(s.start()));
  }

  /** A word of flags, then the index of each member; a member's relocations are members too. */
  private Row group(ObjectBuilder.Group g, ObjectSymbols symbols) {
    List<Integer> members = new ArrayList<>();
    for (SectionBuilder s : g.members()) {
      members.add(indexOf(s));
      if (!s.fixups().isEmpty()) {
        members.add(indexOf(s) + 1);
      }
    }
    MemorySegment bytes = Arena.ofAuto().allocate(4 + 4L * members.size());
    FieldWriter w = new FieldWriter(bytes, 0, target.is64(), target.order());
    w.i32(GroupFlag.COMDAT);
    members.forEach(w::i32);
    int signature = symbols.indexOf(g.signature());
    return table(".group", SectionType.GROUP, 0, bytes, symbolTable, signature, 4, 4);
  }

  private long groupFlag(SectionBuilder s) {
    return grouped.contains(s.start()) ? SectionFlag.GROUP : 0;
  }

  private Row section(SectionBuilder s) {
    SectionBuilder linked = s.linked();
    return new Row(
        s.name(),
        s.type(),
        s.flags() | groupFlag(s),
        s.address(),
        s.contents(),
        s.position(),
        linked == null ? 0 : indexOf(linked),
        0,
        s.alignment(),
        s.entrySize());
  }

  private Row relocations(SectionBuilder s, ObjectSymbols symbols) {
    List<Relocation> all =
        s.fixups().stream()
            .map(f -> new Relocation(f.offset(), f.type(), symbols.indexOf(f.to()), f.addend()))
            .toList();
    boolean rela = target.addends() == Target.AddendPlace.ENTRY;
    return table(
        (rela ? ".rela" : ".rel") + s.name(),
        rela ? SectionType.RELA : SectionType.REL,
        SectionFlag.INFO_LINK | groupFlag(s),
        rela ? encoder.rela(all) : encoder.rel(all),
        symbolTable,
        indexOf(s),
        target.wordSize(),
        RelocationTable.entrySize(target.is64(), rela));
  }

  private void addSymbols(ObjectSymbols symbols) {
    boolean extended = symbols.needExtendedIndexes();
    int strings = symbolTable + (extended ? 2 : 1);
    rows.add(
        table(
            ".symtab",
            SectionType.SYMTAB,
            0,
            symbols.encode(),
            strings,
            symbols.firstGlobal(),
            target.wordSize(),
            SymbolTable.entrySize(target.is64())));
    if (extended) {
      MemorySegment bytes = symbols.encodeExtendedIndexes();
      rows.add(table(".symtab_shndx", SectionType.SYMTAB_SHNDX, 0, bytes, symbolTable, 0, 4, 4));
    }
    rows.add(table(".strtab", SectionType.STRTAB, 0, symbols.names(), 0, 0, 1, 0));
    StringTableBuilder names = sectionNames();
    rows.add(table(".shstrtab", SectionType.STRTAB, 0, names.build(), 0, 0, 1, 0));
  }

  private StringTableBuilder sectionNames() {
    StringTableBuilder names = new StringTableBuilder();
    rows.forEach(r -> names.add(r.name));
    names.add(".shstrtab");
    return names;
  }

  private static Row table(
      String name,
      int type,
      long flags,
      MemorySegment bytes,
      int link,
      int info,
      long alignment,
      long entrySize) {
    return new Row(name, type, flags, 0, bytes, bytes.byteSize(), link, info, alignment, entrySize);
  }

  private LayoutPlan place() {
    StringTableBuilder names = sectionNames();
    List<SectionHeader> headers = new ArrayList<>();
    long at = FileHeader.size(target.is64());
    for (Row r : rows) {
      at = at + r.alignment - 1 & -r.alignment;
      headers.add(
          new SectionHeader(
              names.offsetOf(r.name),
              r.type,
              r.flags,
              r.address,
              at,
              r.size,
              r.link,
              r.info,
              r.alignment,
              r.entrySize));
      if (r.type != SectionType.NOBITS && r.size > 0) {
        add(at, "section " + r.name, r.bytes);
        at += r.size;
      }
    }
    at = at + target.wordSize() - 1 & -target.wordSize();
    headers.addFirst(firstHeader());
    add(at, "section headers", encoder.sectionHeaders(headers));
    add(0, "ELF header", encoder.header(header(at)));
    return LayoutPlan.of(placements);
  }

  private void add(long offset, String what, MemorySegment bytes) {
    placements.add(new Placement(offset, what, new Content.Bytes(bytes)));
  }

  private boolean extendedNumbering() {
    return rows.size() + 1 >= 0xff00;
  }

  /** Section 0 says how many there are, and which has their names, when the ELF header cannot. */
  private SectionHeader firstHeader() {
    boolean extended = extendedNumbering();
    long count = extended ? rows.size() + 1L : 0;
    return new SectionHeader(0, 0, 0, 0, 0, count, extended ? rows.size() : 0, 0, 0, 0);
  }

  private FileHeader header(long sectionHeaders) {
    boolean extended = extendedNumbering();
    return new FileHeader(
        target.is64(),
        target.order(),
        1,
        0,
        0,
        0,
        FileType.REL,
        target.machine(),
        1,
        object.entry(),
        0,
        sectionHeaders,
        target.flags(),
        FileHeader.size(target.is64()),
        0,
        0,
        SectionHeader.entrySize(target.is64()),
        extended ? 0 : rows.size() + 1,
        extended ? FileHeader.SHN_XINDEX : rows.size());
  }

  LayoutPlan plan() {
    return plan;
  }

  /** Puts the file into memory. */
  void writeTo(MemorySegment file) {
    for (Placement p : placements) {
      if (p.content() instanceof Content.Bytes(MemorySegment bytes)) {
        file.asSlice(p.offset(), bytes.byteSize()).copyFrom(bytes);
      }
    }
  }
}
