package dev.elfwright.link.fuse;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fused file's headers around its areas: the explicit layout step. */
final class FusedFile {
  private final ImageLayout layout;
  private final Tail tail;
  private final RelocatedData data;
  private final Tables tables;
  private final List<Area> areas;
  private final Optional<TlsBlock> tls;
  private final LoadMap map;
  private final Strings names = new Strings();

  FusedFile(
      ImageLayout layout,
      Tail tail,
      RelocatedData data,
      Tables tables,
      List<Area> areas,
      Optional<TlsBlock> tls) {
    this.layout = layout;
    this.tail = tail;
    this.data = data;
    this.tables = tables;
    this.areas = areas.stream().sorted(Comparator.comparingLong(Area::address)).toList();
    this.tls = tls;
    this.map = new LoadMap(layout, this.areas);
  }

  LayoutPlan plan() {
    List<Placement> placements = new ArrayList<>();
    for (Area a : areas) {
      long at = map.offset(a.address());
      for (Area.At c : a.contents()) {
        placements.add(new Placement(at + c.distance(), a.name(), c.content()));
      }
    }
    List<SectionHeader> sections = new ArrayList<>();
    long end = map.fileEnd();
    end = addDebugSymbols(end, sections, placements);
    int namesIndex = sections.size() + areas.size() + 1;
    List<SectionHeader> all = new ArrayList<>();
    all.add(new SectionHeader(0, SectionType.NULL, 0, 0, 0, 0, 0, 0, 0, 0));
    all.addAll(loadedSections());
    all.addAll(sections);
    int nameOfNames = names.add(".shstrtab");
    byte[] text = names.toArray();
    placements.add(new Placement(end, ".shstrtab", bytes(text)));
    all.add(new SectionHeader(nameOfNames, SectionType.STRTAB, 0, 0, end, text.length, 0, 0, 1, 0));
    end = ImageLayout.roundUp(end + text.length, 8);
    ElfEncoder encoder = new ElfEncoder(true, ByteOrder.LITTLE_ENDIAN, Machine.X86_64);
    List<Segment> segments = segments();
    placements.add(
        new Placement(
            0,
            "ELF header",
            new Content.Bytes(
                encoder.header(header(segments.size(), end, all.size(), namesIndex)))));
    placements.add(
        new Placement(64, "program headers", new Content.Bytes(encoder.segments(segments))));
    placements.add(
        new Placement(end, "section headers", new Content.Bytes(encoder.sectionHeaders(all))));
    return LayoutPlan.of(placements);
  }

  private static Content bytes(byte[] b) {
    return new Content.Bytes(MemorySegment.ofArray(b));
  }

  private FileHeader header(int segments, long sectionsAt, int sections, int namesIndex) {
    return new FileHeader(
        true,
        ByteOrder.LITTLE_ENDIAN,
        1,
        layout.program().model().header().osAbi(),
        0,
        0,
        layout.fixed() ? FileType.EXEC : FileType.DYN,
        Machine.X86_64,
        1,
        tail.function("elfwright_entry"),
        64,
        sectionsAt,
        0,
        64,
        Segment.entrySize(true),
        segments,
        SectionHeader.entrySize(true),
        sections,
        namesIndex);
  }

  private List<Segment> segments() {
    List<Segment> all = new ArrayList<>();
    List<Segment> rest = new ArrayList<>();
    tables.area(".interp").ifPresent(a -> rest.add(segment(SegmentType.INTERP, a, 1)));
    rest.addAll(map.loads());
    area(".dynamic").ifPresent(a -> rest.add(segment(SegmentType.DYNAMIC, a, 8)));
    tables.area(".note.elfwright").ifPresent(a -> rest.add(segment(SegmentType.NOTE, a, 4)));
    tls.ifPresent(t ->
        area(".tdata")
            .ifPresent(a ->
                rest.add(
                    segment(SegmentType.TLS, Segment.READ, a.address(), t.size(), t.alignment()))));
    tables.area(".eh_frame_hdr").ifPresent(a -> rest.add(segment(SegmentType.GNU_EH_FRAME, a, 4)));
    rest.add(new Segment(SegmentType.GNU_STACK, stackFlags(), 0, 0, 0, 0, 0, 16));
    rest.add(data.relro(map.offset(tail.tlsImage() & -ImageLayout.PAGE)));
    long tableSize = (rest.size() + 1L) * Segment.entrySize(true);
    all.add(segment(SegmentType.PHDR, Segment.READ, layout.head() + 64, tableSize, 8));
    all.addAll(rest);
    if (64 + tableSize > ImageLayout.HEAD_SIZE) {
      throw new IllegalStateException("more program headers than the kernel reads: " + all.size());
    }
    return all;
  }

  private Segment segment(int type, Area a, long alignment) {
    return segment(
        type,
        type == SegmentType.DYNAMIC ? a.access() : Segment.READ,
        a.address(),
        a.fileSize(),
        alignment);
  }

  private Segment segment(int type, int access, long address, long size, long alignment) {
    return new Segment(type, access, map.offset(address), address, address, size, size, alignment);
  }

  /** The stack is executable if any part asks for it, as ld.so decides. */
  private int stackFlags() {
    int flags = Segment.READ | Segment.WRITE;
    for (Part p : layout.parts()) {
      flags |=
          p.model()
              .segments(SegmentType.GNU_STACK)
              .mapToInt(Segment::flags)
              .findFirst()
              .orElse(Segment.EXECUTE);
    }
    return flags;
  }

  private Optional<Area> area(String name) {
    return areas.stream().filter(a -> a.name().equals(name)).findFirst();
  }

  private List<SectionHeader> loadedSections() {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < areas.size(); i++) {
      index.putIfAbsent(areas.get(i).name(), i + 1);
    }
    return areas.stream()
        .map(a ->
            new SectionHeader(
                names.add(a.name()),
                a.type(),
                flags(a),
                a.address(),
                map.offset(a.address()),
                a.fileSize(),
                a.link().isEmpty() ? 0 : requireNonNull(index.get(a.link())),
                a.info(),
                a.type() == SectionType.NOTE ? 4 : a.entrySize() == 0 ? 16 : 8,
                a.entrySize()))
        .toList();
  }

  private static long flags(Area a) {
    return SectionHeader.ALLOC
        | (a.isWritable() ? SectionHeader.WRITE : 0)
        | ((a.access() & Segment.EXECUTE) != 0 ? SectionHeader.EXECUTE : 0)
        | (a.name().equals(".tdata") ? SectionHeader.TLS : 0);
  }

  private long addDebugSymbols(long end, List<SectionHeader> sections, List<Placement> placements) {
    long[] starts = areas.stream().mapToLong(Area::address).toArray();
    DebugSymbols symbols =
        new DebugSymbols(address -> {
          int i = Arrays.binarySearch(starts, address);
          return Math.max(1, i >= 0 ? i + 1 : -i - 1);
        });
    layout.parts().forEach(symbols::add);
    symbols.add(tail.starter().functions(), tail.code());
    long at = end;
    int index = areas.size() + 1;
    placements.add(new Placement(at, ".symtab", new Content.Bytes(symbols.symbols())));
    sections.add(
        new SectionHeader(
            names.add(".symtab"),
            SectionType.SYMTAB,
            0,
            0,
            at,
            symbols.symbols().byteSize(),
            index + 1,
            symbols.count(),
            8,
            24));
    at += symbols.symbols().byteSize();
    sections.add(
        new SectionHeader(
            names.add(".strtab"), SectionType.STRTAB, 0, 0, at, symbols.namesSize(), 0, 0, 1, 0));
    for (MemorySegment s : symbols.names()) {
      if (s.byteSize() > 0) {
        placements.add(new Placement(at, ".strtab", new Content.Bytes(s)));
      }
      at += s.byteSize();
    }
    return at;
  }
}
