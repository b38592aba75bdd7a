package dev.elfwright.link.fuse;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The read-only tables at the end of the image, for ld.so, unwinders and the starter. */
final class Tables {
  private final ImageLayout layout;
  private final List<Area> areas = new ArrayList<>();
  private final List<DynamicEntry> entries = new ArrayList<>();
  private long next;

  Tables(
      Path program,
      FuseOptions options,
      Selection selection,
      ImageLayout layout,
      RelocatedData data,
      Unwinding unwinding,
      DynamicSymbols symbols,
      List<PartEdits.LoaderRelocation> loader,
      List<Input> inputs,
      Tail tail) {
    this.layout = layout;
    this.next = data.tables();
    if (unwinding.index().isPresent()) {
      add(".eh_frame", SectionType.PROGBITS, unwinding.frames().toArray(), 8);
      next = ImageLayout.roundUp(next, 8);
      add(".eh_frame_hdr", SectionType.PROGBITS, unwinding.index().get().encode(next), 8);
    }
    Strings strings = new Strings();
    for (String needed : Needs.of(selection)) {
      entries.add(new DynamicEntry(DynamicTag.NEEDED, strings.add(needed)));
    }
    SearchPaths paths = SearchPaths.of(layout.parts());
    if (!paths.folders().isEmpty()) {
      entries.add(new DynamicEntry(paths.tag(), strings.add(paths.folders())));
    }
    String interpreter = layout.program().model().interpreter().orElseThrow();
    add(".interp", SectionType.PROGBITS, (interpreter + "\0").getBytes(StandardCharsets.UTF_8), 1);
    add(
        ".note.elfwright",
        SectionType.NOTE,
        IdentityNotes.encode(
            selection.graph().objects(), layout.head(), FusedLink.lines(program, options)),
        4);
    pointer(DynamicTag.GNU_HASH, add(".gnu.hash", SectionType.GNU_HASH, symbols.encodeHash(), 8));
    link(".dynsym", 0, 0);
    byte[] encoded = symbols.encodeSymbols(strings, 1);
    pointer(DynamicTag.SYMTAB, add(".dynsym", SectionType.DYNSYM, encoded, 8));
    link(".dynstr", 1, 24);
    entries.add(new DynamicEntry(DynamicTag.SYMENT, 24));
    pointer(
        DynamicTag.VERSYM,
        add(".gnu.version", SectionType.GNU_VERSYM, symbols.encodeVersions(), 2));
    link(".dynsym", 0, 2);
    versions(symbols, strings, program);
    pointer(DynamicTag.RELA, add(".rela.dyn", SectionType.RELA, relocations(symbols, loader), 8));
    link(".dynsym", 0, 24);
    entries.add(new DynamicEntry(DynamicTag.RELASZ, 24L * loader.size()));
    entries.add(new DynamicEntry(DynamicTag.RELAENT, 24));
    byte[] text = strings.toArray();
    pointer(DynamicTag.STRTAB, add(".dynstr", SectionType.STRTAB, text, 1));
    entries.add(new DynamicEntry(DynamicTag.STRSZ, text.length));
    entries.add(new DynamicEntry(DynamicTag.FLAGS, DynamicTag.DF_BIND_NOW));
    entries.add(
        new DynamicEntry(
            DynamicTag.FLAGS_1, DynamicTag.DF_1_NOW | (layout.fixed() ? 0 : DynamicTag.DF_1_PIE)));
    next = ImageLayout.roundUp(next, 16);
  }

  private long add(String name, int type, byte[] bytes, int alignment) {
    next = ImageLayout.roundUp(next, alignment);
    areas.add(Area.of(name, type, Segment.READ, next, bytes));
    next += bytes.length;
    return areas.getLast().address();
  }

  private void link(String section, int info, int entrySize) {
    areas.add(areas.removeLast().linked(section, info, entrySize));
  }

  private void pointer(long tag, long address) {
    entries.add(new DynamicEntry(tag, address));
  }

  private void versions(DynamicSymbols symbols, Strings strings, Path program) {
    if (symbols.definitionCount() > 0) {
      String name = String.valueOf(program.getFileName());
      byte[] definitions = symbols.encodeDefinitions(strings, name);
      pointer(DynamicTag.VERDEF, add(".gnu.version_d", SectionType.GNU_VERDEF, definitions, 8));
      link(".dynstr", symbols.definitionCount(), 0);
      entries.add(new DynamicEntry(DynamicTag.VERDEFNUM, symbols.definitionCount()));
    }
    if (symbols.needCount() > 0) {
      pointer(
          DynamicTag.VERNEED,
          add(".gnu.version_r", SectionType.GNU_VERNEED, symbols.encodeNeeds(strings), 8));
      link(".dynstr", symbols.needCount(), 0);
      entries.add(new DynamicEntry(DynamicTag.VERNEEDNUM, symbols.needCount()));
    }
  }

  /**
   * Relative ones first, as DT_RELACOUNT promises; the rest by symbol, which ld.so looks up once.
   */
  private byte[] relocations(DynamicSymbols symbols, List<PartEdits.LoaderRelocation> loader) {
    record Entry(PartEdits.LoaderRelocation relocation, int symbol) {}
    List<Entry> sorted =
        loader.stream()
            .map(r -> new Entry(r, symbolIndex(symbols, r)))
            .sorted(
                Comparator.<Entry>comparingInt(
                        e -> e.relocation().type() == X86_64.RELATIVE ? 0 : 1)
                    .thenComparingInt(Entry::symbol)
                    .thenComparingLong(e -> e.relocation().address()))
            .toList();
    long relative = loader.stream().filter(r -> r.type() == X86_64.RELATIVE).count();
    if (relative > 0) {
      entries.add(new DynamicEntry(DynamicTag.RELACOUNT, relative));
    }
    ByteTable out = new ByteTable(0);
    for (Entry e : sorted) {
      out.put64(e.relocation().address());
      out.put64((long) e.symbol() << 32 | e.relocation().type());
      out.put64(e.relocation().addend());
    }
    return out.toArray();
  }

  private static int symbolIndex(DynamicSymbols symbols, PartEdits.LoaderRelocation r) {
    Target.Import i = r.symbol();
    if (i == null) {
      return 0;
    }
    return r.type() == X86_64.COPY
        ? symbols.indexOfExport(i.provider().dynamic().symbols().name(i.symbol()))
        : symbols.indexOf(i);
  }

  List<DynamicEntry> dynamicEntries() {
    return entries;
  }

  long planAddress() {
    return next;
  }

  List<Area> areas(ByteTable plan) {
    List<Area> all = new ArrayList<>(areas);
    all.add(
        Area.of(".elfwright", SectionType.PROGBITS, Segment.READ, plan.address(), plan.segment()));
    return all;
  }

  Optional<Area> area(String name) {
    return areas.stream().filter(a -> a.name().equals(name)).findFirst();
  }
}
