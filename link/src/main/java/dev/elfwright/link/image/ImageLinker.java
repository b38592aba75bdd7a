package dev.elfwright.link.image;

import dev.elfwright.elf.Names;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.OsAbi;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.StringTableBuilder;
import dev.elfwright.link.input.ObjectInput;
import dev.elfwright.link.input.Region;
import dev.elfwright.link.refusal.ObjectLinkException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Links objects into a library or program: resolves names, collects sections, reads off what the
 * relocations want, makes the loader's tables, places everything, then computes all bytes. Sizes
 * never depend on addresses, with one exception: packed relocations.
 */
final class ImageLinker {
  private final ImageOptions options;
  private final NeededLibraries libraries;
  private final List<ObjectInput> inputs;
  private final Globals globals;
  private final Sections sections;
  private final Exports exports;
  private final Linkage linkage;
  private final BuildIdNote buildId;
  private final StringTableBuilder dynamicNames = new StringTableBuilder();
  private final OutputSection dynamicSymbols =
      OutputSection.table(".dynsym", SectionType.DYNSYM, 8, SymbolTable.entrySize(true));
  private final OutputSection dynamicStrings =
      OutputSection.table(".dynstr", SectionType.STRTAB, 1, 0);
  private final OutputSection dynamic =
      new OutputSection(
          ".dynamic", SectionType.DYNAMIC, SectionFlag.ALLOC | SectionFlag.WRITE, Region.RELOCATED);
  private final DynamicSymbols symbols;
  private final DynamicRelocations relocations;
  private final DynamicSection entries;
  private final Optional<CallFrameIndex> callFrames;

  ImageLinker(ImageOptions options, NeededLibraries libraries, List<ObjectInput> inputs) {
    this.options = options;
    this.libraries = libraries;
    this.inputs = inputs;
    this.globals = new Globals(options.name(), options.kind(), libraries, inputs);
    this.sections = new Sections(inputs, globals);
    this.exports = new Exports(options, globals);
    DirectReferences direct = new DirectReferences(options, libraries, inputs, globals, sections);
    this.linkage = new Linkage(options, inputs, globals, exports, direct, sections);
    this.buildId = new BuildIdNote(options.target().order());
    boolean packs = linkage.work().stream().anyMatch(w -> DynamicRelocations.isPacked(options, w));
    this.symbols = new DynamicSymbols(options, globals, exports, direct, packs);
    this.relocations = new DynamicRelocations(options, linkage, symbols);
    this.entries =
        new DynamicSection(
            options, libraries, globals, linkage, symbols, relocations, dynamicNames);
    sections.copy();
    this.callFrames =
        sections.outputs().stream()
            .filter(s -> s.name.equals(".eh_frame") && s.hasBytes() && s.size > 0)
            .findFirst()
            .map(CallFrameIndex::new);
  }

  LayoutPlan link() {
    Landmarks landmarks = new Landmarks();
    List<OutputSection> all = collect();
    ImageLayout layout = new ImageLayout(options, all);
    ImageSegments segments = new ImageSegments(options, layout);
    Addresses unplaced =
        new Addresses(sections, linkage, landmarks, options.machine(), segments.threadLocal());
    if (options.kind().isDynamic()) {
      dynamic.content(entries.encode(layout, unplaced));
    }
    layout.place();
    if (relocations.pack()) {
      layout.place();
    }
    List<OutputSection> ordered = number(layout, all);
    mark(landmarks, layout);
    Addresses addresses =
        new Addresses(sections, linkage, landmarks, options.machine(), segments.threadLocal());
    fill(layout, addresses);
    addSymbols(ordered, addresses);
    LayoutPlan plan =
        new ImageFile(options, ordered, segments.all(), osAbi(), entry(addresses)).plan();
    buildId.seal(plan);
    return plan;
  }

  private List<OutputSection> collect() {
    List<OutputSection> all = new ArrayList<>();
    all.add(buildId.section());
    if (options.kind().isDynamic()) {
      String interpreter = options.interpreter();
      if (interpreter != null) {
        OutputSection path = OutputSection.table(".interp", SectionType.PROGBITS, 1, 0);
        path.content(MemorySegment.ofArray(Names.encode(interpreter + "\0")));
        all.add(path);
      }
      symbols.addNames(dynamicNames);
      entries.addNames();
      dynamicStrings.content(dynamicNames.build());
      all.addAll(symbols.sections(dynamicNames, dynamicSymbols));
      all.add(dynamicSymbols);
      all.add(dynamicStrings);
      all.addAll(relocations.sections(dynamicSymbols));
      dynamicSymbols.link = dynamicStrings;
      dynamic.link = dynamicStrings;
      dynamic.alignment = Linkage.WORD;
      dynamic.entrySize = 2L * Linkage.WORD;
      all.stream()
          .filter(s -> s.name.startsWith(".gnu.version_"))
          .forEach(s -> s.link = dynamicStrings);
    } else {
      // Only functions that are chosen at load time: the program's start file calls them.
      all.addAll(relocations.sections(dynamicSymbols));
    }
    callFrames.map(CallFrameIndex::section).ifPresent(all::add);
    all.addAll(sections.outputs());
    addIfUsed(all, linkage.code());
    if (options.kind().isDynamic()) {
      all.add(dynamic);
    }
    addIfUsed(all, linkage.table());
    addIfUsed(all, linkage.callTable());
    return all;
  }

  private static void addIfUsed(List<OutputSection> all, OutputSection s) {
    if (s.size > 0) {
      all.add(s);
    }
  }

  /** Section headers come in the order of addresses, then what is only in the file. */
  private static List<OutputSection> number(ImageLayout layout, List<OutputSection> all) {
    List<OutputSection> ordered = new ArrayList<>(layout.loaded());
    all.stream().filter(s -> s.region == null).forEach(ordered::add);
    for (int i = 0; i < ordered.size(); i++) {
      ordered.get(i).index = i + 1;
    }
    return ordered;
  }

  private long table() {
    return linkage.callTable().size > 0 ? linkage.callTable().address : linkage.table().address;
  }

  private void mark(Landmarks landmarks, ImageLayout layout) {
    landmarks.put(Landmarks.TABLE, table());
    landmarks.put(Landmarks.DYNAMIC, dynamic.address);
    landmarks.put(Landmarks.HEADER, layout.base());
    landmarks.put(Landmarks.END, layout.end());
    if (!options.kind().isDynamic()) {
      layout
          .find(".rela.plt")
          .ifPresent(s -> {
            landmarks.put(Landmarks.CHOICES, s.address);
            landmarks.put(Landmarks.CHOICES_END, s.address + s.size);
          });
    }
  }

  private void fill(ImageLayout layout, Addresses addresses) {
    new ImageRelocator(options, globals, sections, linkage, addresses, table())
        .fill(inputs, dynamic.address);
    callFrames.ifPresent(c -> c.fill(layout.firstCode()));
    relocations.encode(addresses);
    if (options.kind().isDynamic()) {
      dynamic.content(entries.encode(layout, addresses));
      dynamicSymbols.content(
          DynamicSymbols.encode(symbols.symbols(addresses), dynamicNames, options));
    }
  }

  private void addSymbols(List<OutputSection> ordered, Addresses addresses) {
    StaticSymbols all = new StaticSymbols(inputs, globals, linkage, addresses);
    StringTableBuilder names = new StringTableBuilder();
    all.all().forEach(s -> names.add(s.name()));
    OutputSection table = new OutputSection(".symtab", SectionType.SYMTAB, 0, null);
    table.alignment = Linkage.WORD;
    table.entrySize = SymbolTable.entrySize(true);
    table.content(DynamicSymbols.encode(all.all(), names, options));
    table.info = all.firstGlobal();
    OutputSection strings = new OutputSection(".strtab", SectionType.STRTAB, 0, null);
    strings.content(names.build());
    table.link = strings;
    ordered.add(table);
    ordered.add(strings);
    ordered.add(new OutputSection(".shstrtab", SectionType.STRTAB, 0, null));
    for (int i = 0; i < ordered.size(); i++) {
      ordered.get(i).index = i + 1;
    }
  }

  /** Unique symbols are an extension that a file has to announce (GNU gABI supplement). */
  private int osAbi() {
    boolean unique =
        globals.defined().stream().anyMatch(d -> d.symbol().binding() == SymbolBinding.GNU_UNIQUE);
    return unique ? OsAbi.GNU : OsAbi.NONE;
  }

  private long entry(Addresses addresses) {
    String entry = options.entry();
    if (entry == null) {
      return 0;
    }
    if (!globals.defines(entry)) {
      throw new ObjectLinkException(
          "%s: its entry point '%s' is not defined".formatted(options.name(), entry));
    }
    return addresses.of(globals.find(entry));
  }
}
