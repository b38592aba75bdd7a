package dev.elfwright.elf;

import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.core.CoreFile;
import dev.elfwright.elf.debug.DebugAltLink;
import dev.elfwright.elf.debug.DebugLink;
import dev.elfwright.elf.note.BuildId;
import dev.elfwright.elf.unwind.CallFrames;
import dev.elfwright.elf.unwind.FrameEntry;
import dev.elfwright.elf.unwind.FrameIndex;
import dev.elfwright.elf.unwind.FunctionEntry;
import dev.elfwright.elf.unwind.SFrame;
import dev.elfwright.elf.write.IdentityLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntConsumer;
import java.util.stream.StreamSupport;

/**
 * Touches everything that a model offers. Each part is walked even when another one is refused; the
 * first refusal is thrown at the end. Of tables with more than a million entries the first and the
 * last hundred thousand are read.
 */
final class Walk {
  private static final int EDGE = 100_000;

  private long touched;
  private int refused;

  private Walk() {}

  /** Walks a whole model. */
  static Walk of(ElfModel model) {
    Walk walk = new Walk();
    walk.model(model);
    return walk;
  }

  /** How many values were read. */
  long touched() {
    return touched;
  }

  /** How many parts were refused as malformed. */
  int refused() {
    return refused;
  }

  private void model(ElfModel model) {
    touch(model.header().toString().length() + model.file().length());
    touch(IdentityLayout.of(model).placements().size());
    part(() -> each(model.segments().size(), i -> segment(model, model.segments().get(i))));
    part(() -> each(model.sections().size(), i -> section(model, model.sections().get(i))));
    part(() -> touch(model.section(".text").map(Section::index).orElse(0)));
    part(() -> model.symbols().ifPresent(this::symbols));
    part(() -> model.notes().forEach(n -> note(model, n)));
    part(() -> touch(CoreFile.of(model).threads().size()));
    part(() -> touch(BuildId.of(model).isPresent() ? 1 : 0));
    part(() -> touch(DebugLink.of(model).isPresent() ? 1 : 0));
    part(() -> touch(DebugAltLink.of(model).isPresent() ? 1 : 0));
    part(() -> CallFrames.of(model).ifPresent(this::frames));
    part(() -> FrameIndex.of(model).ifPresent(i -> frames(model, i)));
    part(() -> SFrame.of(model).ifPresent(this::frames));
    part(() ->
        Btf.of(model).ifPresent(b -> each(b.count(), i -> touch(b.type(i).toString().length()))));
    part(() -> touch(model.interpreter().orElse("").length()));
    part(() ->
        model
            .dynamic()
            .ifPresent(d -> {
              dynamic(d);
              versions(d);
              hashes(model, d);
            }));
  }

  private void frames(CallFrames frames) {
    for (FrameEntry entry : frames.entries()) {
      touch(entry.offset() + entry.size());
      if (entry instanceof FunctionEntry function) {
        part(() -> touch(frames.rows(function).size()));
      }
    }
  }

  private void frames(ElfModel model, FrameIndex index) {
    touch(index.find(model.header().entry()).isPresent() ? 1 : 0);
    CallFrames frames = CallFrames.of(model).orElse(null);
    each(
        Math.min(index.count(), 1000),
        i -> {
          FrameIndex.Entry e = index.entry(i);
          part(() -> touch(frames == null ? 0 : frames.function(e.frame()).range()));
        });
  }

  private void frames(SFrame frames) {
    each(
        frames.count(),
        i -> part(() -> frames.rows(frames.function(i)).forEach(r -> touch(r.start()))));
  }

  private void part(Runnable step) {
    try {
      step.run();
    } catch (ElfFormatException e) {
      refused++;
      if (e.toString().contains("\n") || e.structure().isEmpty()) {
        throw new AssertionError("not one clear line: " + e, e);
      }
    }
  }

  private void touch(long value) {
    touched += 1 + (value & 0);
  }

  private static void each(int count, IntConsumer step) {
    for (int i = 0; i < count; i++) {
      if (i == EDGE && count > 1_000_000) {
        i = count - EDGE;
      }
      step.accept(i);
    }
  }

  private void segment(ElfModel model, Segment s) {
    touch(SegmentType.name(s.type()).length());
    touch(model.offsetOf(s.address(), s.fileSize()).orElse(0));
    touch(model.offsetOf(s.address() + s.memorySize(), 0).orElse(0));
    touch(s.covers(s.address(), s.memorySize()) ? 1 : 0);
  }

  private void section(ElfModel model, Section s) {
    touch(SectionType.name(s.header().type()).length());
    part(() -> touch(s.name().length()));
    part(() -> bytes(s.bytes()));
    part(() -> {
      if (s.compression().isPresent()) {
        bytes(s.uncompressed());
        touch(streamed(s));
      }
    });
    part(() -> s.mergeable().ifPresent(this::mergeable));
    part(() -> {
      switch (s.content()) {
        case SymbolTable t -> symbols(t);
        case RelocationTable t -> relocations(t);
        case Relocations t -> packed(t);
        case RelrTable t -> relr(t);
        case SectionIndexTable t -> each(t.count(), i -> touch(t.at(i)));
        case SectionGroup g -> group(g);
        case SysvHash h -> hash(h);
        case GnuHash h -> hash(h);
        case VersionSymbols v -> each(v.count(), i -> touch(v.raw(i)));
        case VersionDefinitions v ->
            v.definitions().forEach(d -> touch(d.name().length() + d.parents().size()));
        case VersionNeeds v -> v.needs().forEach(n -> touch(n.file().length()));
        case DynamicTable t -> t.entries().forEach(e -> touch(e.tag() + e.value()));
        case StringTable t -> strings(t);
        case NoteTable t -> t.notes().forEach(n -> note(model, n));
        case SectionContent.Opaque(var bytes) -> bytes(bytes);
      }
    });
  }

  private void bytes(MemorySegment bytes) {
    long size = bytes.byteSize();
    if (size > 0) {
      touch(bytes.get(ValueLayout.JAVA_BYTE, 0));
      touch(bytes.get(ValueLayout.JAVA_BYTE, size - 1));
    }
  }

  private void mergeable(Mergeable mergeable) {
    switch (mergeable) {
      case MergeStrings strings ->
          StreamSupport.stream(strings.spliterator(), false)
              .limit(1000)
              .forEach(e -> touch(strings.text(e).length()));
      case MergeConstants constants ->
          StreamSupport.stream(constants.spliterator(), false).limit(1000).forEach(this::bytes);
    }
  }

  private static long streamed(Section section) {
    try (InputStream in = section.expanding()) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      return 0;
    }
  }

  private void symbols(SymbolTable table) {
    each(table.count(), i -> part(() -> touch(table.symbol(i).value() + table.info(i))));
  }

  private void relocations(RelocationTable table) {
    each(table.count(), i -> touch(table.relocation(i).addend()));
  }

  private void packed(Relocations relocations) {
    if (relocations.count() < 1_000_000) {
      relocations.forEach((offset, type, symbol, addend) -> touch(offset + type + symbol + addend));
    }
  }

  private void group(SectionGroup group) {
    touch(group.flags());
    each(group.memberCount(), i -> touch(group.member(i)));
    touch(group.signature().length());
  }

  private void hash(SymbolHash hash) {
    part(() -> touch(hash.symbolCount()));
    part(() -> hash.candidates("printf", this::touch));
  }

  private void relr(RelrTable table) {
    if (table.entryCount() < 1_000_000) {
      table.forEach(this::touch);
    }
  }

  private void strings(StringTable table) {
    each(
        (int) Math.min(table.size(), EDGE),
        i -> {
          if (i % 7 == 0) {
            part(() -> touch(table.at(i).length()));
          }
        });
    part(() -> touch(table.at(table.size() - 1).length()));
    part(() -> touch(table.at(table.size()).length()));
    part(() -> touch(table.at(-1).length()));
  }

  private void note(ElfModel model, Note note) {
    touch(note.name().length() + note.type());
    bytes(note.description());
    part(() -> touch(note.value(model).hashCode()));
  }

  private void dynamic(DynamicModel d) {
    part(() -> touch(d.needed().size()));
    part(() -> touch(d.soname().orElse("").length()));
    part(() -> touch(d.rpath().orElse("").length()));
    part(() -> touch(d.runpath().orElse("").length()));
    touch(d.flags() + d.flags1() + (d.isSymbolic() ? 1 : 0) + (d.hasTextRelocations() ? 1 : 0));
    d.table().entries().forEach(e -> touch(DynamicTag.name(e.tag()).length()));
    part(() -> d.relocations().forEach(this::relocations));
    part(() -> d.packedRelocations().forEach(this::packed));
    part(() -> d.relr().ifPresent(this::relr));
    for (FunctionArray array : FunctionArray.values()) {
      part(() -> d.functions(array).forEach(f -> touch(f.address())));
    }
    part(() -> symbols(d.symbols()));
  }

  private void versions(DynamicModel d) {
    part(() ->
        d.versions()
            .ifPresent(v -> {
              v.declared().forEach((index, version) -> touch(version.name().length()));
              each(d.symbols().count(), i -> touch(v.raw(i) + (v.version(i) == null ? 0 : 1)));
            }));
  }

  private void hashes(ElfModel model, DynamicModel d) {
    part(() -> d.hash().ifPresent(h -> lookups(d, h)));
    part(() ->
        d.value(DynamicTag.HASH)
            .ifPresent(address ->
                lookups(
                    d,
                    new SysvHash(
                        model.bytes(),
                        model.require(address, 16, "DT_HASH"),
                        model.sysvHashEntry()))));
  }

  private void lookups(DynamicModel d, SymbolHash hash) {
    part(() -> touch(hash.symbolCount()));
    for (String name : new String[] {"", "printf", "exported_function", "main", "a", "b", "c"}) {
      part(() -> hash.candidates(name, this::touch));
    }
    part(() -> {
      SymbolTable symbols = d.symbols();
      each(
          Math.min(symbols.count(), 1000),
          i -> part(() -> hash.candidates(symbols.name(i), c -> touch(symbols.nameOffset(c)))));
    });
  }
}
