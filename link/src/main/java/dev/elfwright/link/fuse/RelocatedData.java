package dev.elfwright.link.fuse;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The writable part of the tail, in three stretches of whole pages: what ld.so relocates and then
 * protects (TLS image, arrays, dynamic section), the imports that the starter fills and protects,
 * and variables.
 */
final class RelocatedData {
  private final Tail tail;
  private final Selection selection;
  private final ImageLayout layout;
  private final LibraryNames names;
  private final List<Long> finiArray;
  private final int preinitEntries;
  private final long preinit;
  private final long fini;
  private final long dynamic;
  private final int dynamicRoom;
  private final long imports;
  private final long importsSize;
  private final long namesAt;
  private final long variables;
  private final long end;
  private final long thunksSize;
  private final long undefinedSize;

  RelocatedData(
      Tail tail,
      Selection selection,
      ImageLayout layout,
      Lifecycle lifecycle,
      ImportTable importTable,
      CopiedData copied,
      UndefinedCalls undefined,
      LibraryNames names) {
    this.tail = tail;
    this.selection = selection;
    this.layout = layout;
    this.names = names;
    this.finiArray =
        selection.keepsLibraries() ? mergedFini(layout.program(), lifecycle) : List.of();
    preinitEntries = preinitArray().size();
    preinit = tail.afterTls();
    fini = preinit + 8L * preinitEntries;
    dynamic = ImageLayout.roundUp(fini + 8L * finiArray.size(), 16);
    dynamicRoom = 16 * (Needs.of(selection).size() + 40);
    imports = ImageLayout.roundUp(dynamic + dynamicRoom, ImageLayout.PAGE);
    importsSize = ImageLayout.roundUp(8L * importTable.count(), ImageLayout.PAGE);
    namesAt = imports + importsSize;
    variables = ImageLayout.roundUp(namesAt + names.size(), 16);
    thunksSize =
        layout.fixed() ? ImageLayout.roundUp((long) Thunks.SIZE * importTable.count(), 16) : 0;
    undefinedSize = undefined.size();
    long copies = ImageLayout.roundUp(variables + tail.starter().variablesSize(), 64);
    copied.placeAt(copies);
    end = ImageLayout.roundUp(copies + copied.size(), ImageLayout.PAGE);
    undefined.placeAt(end + thunksSize, tail.function("elfwright_undefined"));
  }

  private List<Long> preinitArray() {
    List<Long> functions = new ArrayList<>(List.of(tail.function("elfwright_preinit")));
    functions.addAll(
        Lifecycle.array(layout.program(), DynamicTag.PREINIT_ARRAY, DynamicTag.PREINIT_ARRAYSZ));
    return functions;
  }

  /**
   * ld.so runs DT_FINI_ARRAY backwards. Where libraries are kept, those of the fused ones run as
   * part of the program, before the destructors of the kept ones that they may need.
   */
  private static List<Long> mergedFini(Part program, Lifecycle lifecycle) {
    List<Long> order = new ArrayList<>(Lifecycle.destructorsOf(program));
    order.addAll(lifecycle.destructors());
    return order.reversed();
  }

  long preinit() {
    return preinit;
  }

  long dynamic() {
    return dynamic;
  }

  long imports() {
    return imports;
  }

  long importsSize() {
    return importsSize;
  }

  long names() {
    return names.isEmpty() ? 0 : namesAt;
  }

  long variables() {
    return variables;
  }

  /** Where the addresses of imported functions lie. */
  long thunks() {
    return end;
  }

  /** The first address behind the thunks and stubs, a multiple of the page size. */
  long tables() {
    return ImageLayout.roundUp(end + thunksSize + undefinedSize, ImageLayout.PAGE);
  }

  /** The first address behind it, a multiple of the page size. */
  long end() {
    return end;
  }

  /** What ld.so protects: the stretch before the imports. */
  Segment relro(long fileOffset) {
    long start = tail.tlsImage() & -ImageLayout.PAGE;
    return new Segment(
        dev.elfwright.elf.constant.SegmentType.GNU_RELRO,
        Segment.READ,
        fileOffset,
        start,
        start,
        imports - start,
        imports - start,
        1);
  }

  /** Addresses of pointers that the starter slides. */
  LongStream pointers() {
    return names.pointers(namesAt);
  }

  /** The arrays of functions; ld.so slides them, since it protects them before the starter runs. */
  List<PartEdits.LoaderRelocation> arrays() {
    List<PartEdits.LoaderRelocation> entries = new ArrayList<>();
    slide(preinit, preinitArray(), entries);
    slide(fini, finiArray, entries);
    return entries;
  }

  private static void slide(
      long array, List<Long> functions, List<PartEdits.LoaderRelocation> into) {
    for (int i = 0; i < functions.size(); i++) {
      into.add(
          new PartEdits.LoaderRelocation(array + 8L * i, X86_64.RELATIVE, null, functions.get(i)));
    }
  }

  List<Area> areas(Tables tables, Optional<TlsBlock> tls, Map<Part, PartEdits> edits) {
    List<Area> areas = new ArrayList<>();
    int rw = Segment.READ | Segment.WRITE;
    tls.ifPresent(
        t -> areas.add(Area.of(".tdata", SectionType.PROGBITS, rw, tail.tlsImage(), tlsImage(t))));
    ByteTable arrays = new ByteTable(preinit);
    preinitArray().forEach(arrays::put64);
    areas.add(Area.of(".preinit_array", SectionType.PREINIT_ARRAY, rw, preinit, arrays.toArray()));
    if (!finiArray.isEmpty()) {
      ByteTable out = new ByteTable(fini);
      finiArray.forEach(out::put64);
      areas.add(Area.of(".fini_array", SectionType.FINI_ARRAY, rw, fini, out.toArray()));
    }
    areas.add(
        Area.of(".dynamic", SectionType.DYNAMIC, rw, dynamic, dynamicSection(tables))
            .linked(".dynstr", 0, 16));
    if (importsSize > 0) {
      areas.add(Area.of(".got", SectionType.PROGBITS, rw, imports, new byte[(int) importsSize]));
    }
    ByteTable rest = new ByteTable(namesAt);
    names.encode(rest);
    while (rest.here() < end) {
      rest.put64(0);
    }
    areas.add(
        Area.of(
            ".data.elfwright",
            SectionType.PROGBITS,
            rw,
            namesAt,
            java.util.Arrays.copyOf(rest.toArray(), (int) (end - namesAt))));
    return areas;
  }

  private byte[] tlsImage(TlsBlock t) {
    byte[] image = new byte[(int) t.size()];
    for (Part p : layout.parts()) {
      p.tls()
          .filter(s -> s.fileSize() > 0)
          .ifPresent(s -> {
            byte[] own = p.piece(s.address(), s.fileSize()).bytes(s.address(), (int) s.fileSize());
            System.arraycopy(own, 0, image, (int) p.tlsOffset(), own.length);
          });
    }
    return image;
  }

  private byte[] dynamicSection(Tables tables) {
    List<DynamicEntry> entries = new ArrayList<>(tables.dynamicEntries());
    Part program = layout.program();
    copyPointer(program, DynamicTag.INIT, entries);
    copyPointer(program, DynamicTag.INIT_ARRAY, entries);
    copy(program, DynamicTag.INIT_ARRAYSZ, entries);
    if (finiArray.isEmpty()) {
      copyPointer(program, DynamicTag.FINI, entries);
      copyPointer(program, DynamicTag.FINI_ARRAY, entries);
      copy(program, DynamicTag.FINI_ARRAYSZ, entries);
    } else {
      entries.add(new DynamicEntry(DynamicTag.FINI_ARRAY, fini));
      entries.add(new DynamicEntry(DynamicTag.FINI_ARRAYSZ, 8L * finiArray.size()));
    }
    entries.add(new DynamicEntry(DynamicTag.PREINIT_ARRAY, preinit));
    entries.add(new DynamicEntry(DynamicTag.PREINIT_ARRAYSZ, 8L * preinitEntries));
    entries.add(new DynamicEntry(DynamicTag.DEBUG, 0));
    if (entries.size() * 16 >= dynamicRoom) {
      throw new IllegalStateException("dynamic section outgrew its room");
    }
    ByteTable out = new ByteTable(dynamic);
    entries.forEach(e -> out.put64(e.tag()).put64(e.value()));
    return java.util.Arrays.copyOf(out.toArray(), dynamicRoom);
  }

  private static void copyPointer(Part p, long tag, List<DynamicEntry> into) {
    p.dynamic().value(tag).ifPresent(v -> into.add(new DynamicEntry(tag, v + p.bias())));
  }

  private static void copy(Part p, long tag, List<DynamicEntry> into) {
    p.dynamic().value(tag).ifPresent(v -> into.add(new DynamicEntry(tag, v)));
  }

  Selection selection() {
    return selection;
  }
}
