package dev.elfwright.link.fuse;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.link.graph.LoadedObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Everything that relocation found, brought to its place in the file. */
final class FusedImage {
  private final Path program;
  private final FuseOptions options;
  private final Selection selection;
  private final ImageLayout layout;
  private final Optional<TlsBlock> tls;
  private final Tail tail;
  private final Map<Part, Relinker> relinkers;
  private final List<Input> inputs;
  private final Wrappers wrappers;
  private final ImportTable imports;
  private final Lifecycle lifecycle;
  private final RelocatedData data;
  private final Thunks thunks;
  private final CopiedData copied;
  private final UndefinedCalls undefined;
  private final Ahead<Unwinding> unwinding;
  private final Ahead<List<DynamicSymbol>> exports;
  private int slideCount;

  FusedImage(
      Path program,
      FuseOptions options,
      Selection selection,
      ImageLayout layout,
      Optional<TlsBlock> tls,
      Tail tail,
      Map<Part, Relinker> relinkers,
      Wrappers wrappers,
      List<Input> inputs,
      Ahead<List<DynamicSymbol>> exports)
      throws IOException {
    this.program = program;
    this.options = options;
    this.selection = selection;
    this.layout = layout;
    this.tls = tls;
    this.tail = tail;
    this.relinkers = relinkers;
    this.inputs = inputs;
    this.wrappers = wrappers;
    this.imports =
        new ImportTable(
            relinkers.values().stream().map(Relinker::edits).toList(),
            options.guard(),
            List.copyOf(wrappers.wrapped().values()));
    this.lifecycle = Lifecycle.of(selection, Fuse.byObject(layout.parts()), this::edits, options);
    this.undefined = new UndefinedCalls(relinkers.values().stream().map(Relinker::edits).toList());
    this.copied =
        layout.fixed() && options.obeys(Rule.FIXED_POINTERS)
            ? CopiedData.of(
                selection.libc(), relinkers.values().stream().map(Relinker::edits).toList())
            : CopiedData.none(selection.libc());
    this.data =
        new RelocatedData(
            tail,
            selection,
            layout,
            lifecycle,
            imports,
            copied,
            undefined,
            options.obeys(Rule.LIBRARY_NAMES)
                ? LibraryNames.of(layout.parts())
                : LibraryNames.none());
    this.thunks = new Thunks(imports, data.imports(), data.thunks());
    List<Part> unwound =
        options.obeys(Rule.UNWIND_INDEX) ? layout.parts() : List.of(layout.program());
    this.unwinding = Ahead.of(() -> Unwinding.of(unwound, data.tables()));
    this.exports = exports;
  }

  private PartEdits edits(Part p) {
    return java.util.Objects.requireNonNull(relinkers.get(p)).edits();
  }

  /** Makes PLT entries jump to where they end up, and fills the slots that are still read. */
  void redirectCalls() {
    Map<Part, Set<Long>> patched = new ConcurrentHashMap<>();
    layout.parts().parallelStream()
        .forEach(p ->
            patched.put(
                p,
                options.obeys(Rule.DIRECT_CALLS)
                    ? new PltPatcher(p, edits(p), imports, data.imports(), undefined).patch()
                    : Set.of()));
    for (Part p : layout.parts()) {
      Relinker r = java.util.Objects.requireNonNull(relinkers.get(p));
      PltPatcher.settle(
          p, r.edits(), java.util.Objects.requireNonNull(patched.get(p)), r, undefined);
    }
    if (layout.fixed() && options.obeys(Rule.FIXED_POINTERS)) {
      layout.parts().forEach(this::fixPointers);
    }
  }

  private void fixPointers(Part p) {
    for (PartEdits.ImportSlot s : List.copyOf(edits(p).imports)) {
      Optional<Long> value =
          Thunks.apply(s)
              ? Optional.of(thunks.of(s.target()))
              : copied.addressOf(s.target()).map(a -> a + s.addend());
      if (value.isPresent()) {
        long vaddr = s.address() - p.bias();
        p.piece(vaddr, 8).putLong(vaddr, value.get());
        edits(p).imports.remove(s);
      }
    }
  }

  /** Copies of library data get the library's bytes, relocated, and what is still to be done. */
  void copyData() {
    for (Part p : layout.parts()) {
      for (PartEdits.Copy c : List.copyOf(edits(p).copies)) {
        copy(p, c);
      }
    }
  }

  private void copy(Part to, PartEdits.Copy c) {
    Part from = c.source();
    to.piece(c.to(), c.size())
        .put(c.to(), from.piece(c.from(), c.size()).bytes(c.from(), (int) c.size()));
    long start = c.from() + from.bias();
    long move = c.to() + to.bias() - start;
    if (!options.obeys(Rule.COPIED_POINTERS)) {
      return;
    }
    PartEdits source = edits(from);
    PartEdits target = edits(to);
    source
        .slides()
        .filter(a -> a - start >= 0 && a - start < c.size())
        .forEach(a -> target.slide(a + move));
    for (PartEdits.ImportSlot s : List.copyOf(source.imports)) {
      if (s.address() - start >= 0 && s.address() - start < c.size()) {
        target.imports.add(new PartEdits.ImportSlot(s.address() + move, s.target(), s.addend()));
      }
    }
    for (PartEdits.ResolverSlot s : List.copyOf(source.resolvers)) {
      if (s.address() - start >= 0 && s.address() - start < c.size()) {
        target.resolvers.add(new PartEdits.ResolverSlot(s.address() + move, s.resolver()));
      }
    }
  }

  LayoutPlan plan() throws IOException {
    List<PartEdits.LoaderRelocation> loader = new ArrayList<>();
    layout.parts().forEach(p -> loader.addAll(edits(p).loader));
    loader.addAll(copied.relocations());
    imports
        .lookedUp()
        .forEach((i, n) ->
            loader.add(
                // Not GLOB_DAT: a program at a fixed address may have given the function's
                // address to its own PLT entry, which only lookups for calls pass over.
                new PartEdits.LoaderRelocation(data.imports() + 8L * n, X86_64.JUMP_SLOT, i, 0)));
    long[] slides = layout.fixed() ? new long[0] : slides(loader);
    slideCount = slides.length;
    if (!layout.fixed()) {
      loader.addAll(data.arrays());
    }
    DynamicSymbols symbols = dynamicSymbols(loader);
    Tables tables =
        new Tables(
            program,
            options,
            selection,
            layout,
            data,
            unwinding.get(),
            symbols,
            loader,
            inputs,
            tail);
    ByteTable plan = StarterPlan.encode(orders(slides), tables.planAddress());
    List<Area> areas = new ArrayList<>(PartAreas.of(layout.parts(), p -> isProtectedFromStart(p)));
    if (layout.fixed() && imports.count() > 0) {
      areas.add(thunks.area());
    }
    if (!undefined.isEmpty()) {
      areas.add(undefined.area());
    }
    areas.addAll(data.areas(tables, tls, entriesOf()));
    areas.addAll(tables.areas(plan));
    areas.add(
        Area.of(
            ".text.elfwright",
            dev.elfwright.elf.constant.SectionType.PROGBITS,
            Segment.READ | Segment.EXECUTE,
            tail.code(),
            tail.starter().link(tail.code(), data.variables(), plan.address())));
    return new FusedFile(layout, tail, data, tables, areas, tls).plan();
  }

  private Map<Part, PartEdits> entriesOf() {
    Map<Part, PartEdits> all = new LinkedHashMap<>();
    layout.parts().forEach(p -> all.put(p, edits(p)));
    return all;
  }

  /** All words to slide; those at odd addresses, which SHT_RELR cannot name, go to ld.so. */
  private long[] slides(List<PartEdits.LoaderRelocation> loader) {
    long[] all =
        LongStream.concat(
                layout.parts().stream().flatMapToLong(p -> edits(p).slides()), data.pointers())
            .toArray();
    Arrays.parallelSort(all);
    long[] even = new long[all.length];
    int n = 0;
    for (int i = 0; i < all.length; i++) {
      if (i > 0 && all[i] == all[i - 1]) {
        continue;
      }
      if ((all[i] & 1) == 0) {
        even[n++] = all[i];
      } else {
        loader.add(oddSlide(all[i]));
      }
    }
    return Arrays.copyOf(even, n);
  }

  private PartEdits.LoaderRelocation oddSlide(long address) {
    for (Part p : layout.parts()) {
      for (Piece piece : p.pieces()) {
        if (piece.holds(address - p.bias(), 8)) {
          return new PartEdits.LoaderRelocation(
              address, X86_64.RELATIVE, null, piece.getLong(address - p.bias()));
        }
      }
    }
    throw new IllegalStateException("no part has a word at 0x" + Long.toHexString(address));
  }

  private DynamicSymbols dynamicSymbols(List<PartEdits.LoaderRelocation> loader) {
    DynamicSymbols symbols = new DynamicSymbols();
    for (PartEdits.LoaderRelocation r : loader) {
      Target.@Nullable Import i = r.symbol();
      if (i != null && r.type() != X86_64.COPY && !symbols.contains(i)) {
        symbols.add(i);
      }
    }
    List<DynamicSymbol> shown = new ArrayList<>(exports.get());
    shown.addAll(thunks.symbols());
    shown.addAll(copied.symbols());
    symbols.setExports(shown);
    return symbols;
  }

  private StarterPlan.Orders orders(long[] slides) throws IOException {
    Part main = layout.program();
    List<PartEdits.ImportSlot> slots =
        layout.parts().stream().flatMap(p -> edits(p).imports.stream()).toList();
    List<PartEdits.ResolverSlot> resolvers =
        layout.parts().stream().flatMap(p -> edits(p).resolvers.stream()).toList();
    Map<String, Integer> real = new LinkedHashMap<>();
    wrappers.wrapped().forEach((name, i) -> real.put(name, imports.indexOf(i)));
    return new StarterPlan.Orders(
        program.toAbsolutePath().normalize(),
        program.toRealPath(),
        selection.graph().environment().libraryPath(),
        inputs,
        slides,
        data.imports(),
        imports,
        slots,
        resolvers,
        WrittenPages.of(layout.parts(), slides, slots, resolvers),
        options.obeys(Rule.RELRO) ? protectedRanges() : List.of(),
        data.names(),
        data.dynamic(),
        selection.keepsLibraries() ? new Lifecycle(lifecycle.constructors(), List.of()) : lifecycle,
        main.model().header().entry() + main.bias(),
        layout.parts(),
        real);
  }

  /**
   * What ld.so would protect, page by page as it does (glibc elf/dl-reloc.c, _dl_protect_relro).
   */
  private List<StarterPlan.Range> protectedRanges() {
    List<StarterPlan.Range> ranges = new ArrayList<>();
    for (Part p : layout.parts()) {
      if (!isProtectedFromStart(p)) {
        p.relro().ifPresent(ranges::add);
      }
    }
    if (data.importsSize() > 0) {
      ranges.add(new StarterPlan.Range(data.imports(), data.importsSize()));
    }
    return ranges;
  }

  /**
   * Whether nothing in a part's protected data is left to write, so that it is mapped read-only.
   */
  private boolean isProtectedFromStart(Part p) {
    return layout.fixed()
        && options.obeys(Rule.RELRO)
        && p.relro().isPresent()
        && !edits(p)
            .writesTo(p.relro().get().start(), p.relro().get().start() + p.relro().get().size());
  }

  FuseResult result(LayoutPlan plan) {
    return new FuseResult(
        selection.fused().stream().map(LoadedObject::path).toList(),
        selection.kept().stream().map(LoadedObject::path).toList(),
        plan.size(),
        layout.head(),
        slideCount,
        imports.count(),
        lifecycle.constructors().size(),
        Warnings.of(selection));
  }

  /** The dynamic entries that the program's own code and libc's start-up expect. */
  static boolean isPresent(Part p, long tag) {
    return p.dynamic().value(tag).isPresent() && tag != DynamicTag.NULL;
  }
}
