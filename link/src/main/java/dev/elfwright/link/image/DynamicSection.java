package dev.elfwright.link.image;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.StringTableBuilder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The dynamic section (gABI, "Dynamic Section"). It is made once to know its length, and again when
 * addresses are known.
 */
final class DynamicSection {
  private static final long STATIC_TLS = 0x10;

  private final ImageOptions options;
  private final NeededLibraries libraries;
  private final Globals globals;
  private final Linkage linkage;
  private final DynamicSymbols symbols;
  private final DynamicRelocations relocations;
  private final StringTableBuilder names;
  private final List<DynamicEntry> entries = new ArrayList<>();

  DynamicSection(
      ImageOptions options,
      NeededLibraries libraries,
      Globals globals,
      Linkage linkage,
      DynamicSymbols symbols,
      DynamicRelocations relocations,
      StringTableBuilder names) {
    this.options = options;
    this.libraries = libraries;
    this.globals = globals;
    this.linkage = linkage;
    this.symbols = symbols;
    this.relocations = relocations;
    this.names = names;
  }

  void addNames() {
    libraries.sonames().forEach(names::add);
    names.add(options.name());
    String runpath = options.runpath();
    if (runpath != null) {
      names.add(runpath);
    }
  }

  /** The section's bytes for sections as they are now. */
  MemorySegment encode(ImageLayout layout, Addresses addresses) {
    entries.clear();
    libraries.sonames().forEach(n -> add(DynamicTag.NEEDED, names.offsetOf(n)));
    if (options.kind() == ImageKind.LIBRARY) {
      add(DynamicTag.SONAME, names.offsetOf(options.name()));
    }
    String runpath = options.runpath();
    if (runpath != null) {
      add(DynamicTag.RUNPATH, names.offsetOf(runpath));
    }
    function(DynamicTag.INIT, "_init", addresses);
    function(DynamicTag.FINI, "_fini", addresses);
    array(layout, SectionType.PREINIT_ARRAY, DynamicTag.PREINIT_ARRAY, DynamicTag.PREINIT_ARRAYSZ);
    array(layout, SectionType.INIT_ARRAY, DynamicTag.INIT_ARRAY, DynamicTag.INIT_ARRAYSZ);
    array(layout, SectionType.FINI_ARRAY, DynamicTag.FINI_ARRAY, DynamicTag.FINI_ARRAYSZ);
    tables(layout);
    if (options.kind() != ImageKind.LIBRARY) {
      add(DynamicTag.DEBUG, 0);
    }
    relocations(layout);
    flags();
    add(DynamicTag.NULL, 0);
    return new ElfEncoder(true, options.target().order(), options.machine().number())
        .dynamic(entries);
  }

  private void add(long tag, long value) {
    entries.add(new DynamicEntry(tag, value));
  }

  private void function(long tag, String name, Addresses addresses) {
    if (globals.defines(name)) {
      add(tag, addresses.of(globals.find(name)));
    }
  }

  private void array(ImageLayout layout, int type, long tag, long sizeTag) {
    layout.loaded().stream()
        .filter(s -> s.type == type)
        .findFirst()
        .ifPresent(s -> {
          add(tag, s.address);
          add(sizeTag, s.size);
        });
  }

  private static void with(ImageLayout layout, String name, Consumer<OutputSection> action) {
    layout.find(name).ifPresent(action);
  }

  private void tables(ImageLayout layout) {
    with(layout, ".gnu.hash", s -> add(DynamicTag.GNU_HASH, s.address));
    with(layout, ".hash", s -> add(DynamicTag.HASH, s.address));
    with(
        layout,
        ".dynstr",
        s -> {
          add(DynamicTag.STRTAB, s.address);
          add(DynamicTag.STRSZ, s.size);
        });
    with(layout, ".dynsym", s -> add(DynamicTag.SYMTAB, s.address));
    add(DynamicTag.SYMENT, SymbolTable.entrySize(true));
    with(layout, ".gnu.version", s -> add(DynamicTag.VERSYM, s.address));
    with(
        layout,
        ".gnu.version_d",
        s -> {
          add(DynamicTag.VERDEF, s.address);
          add(DynamicTag.VERDEFNUM, symbols.definitionCount());
        });
    with(
        layout,
        ".gnu.version_r",
        s -> {
          add(DynamicTag.VERNEED, s.address);
          add(DynamicTag.VERNEEDNUM, symbols.needCount());
        });
  }

  private void relocations(ImageLayout layout) {
    with(
        layout,
        ".rela.plt",
        s -> {
          add(DynamicTag.PLTGOT, linkage.callTable().address);
          add(DynamicTag.PLTREL, DynamicTag.RELA);
          add(DynamicTag.JMPREL, s.address);
          add(DynamicTag.PLTRELSZ, s.size);
        });
    with(
        layout,
        ".rela.dyn",
        s -> {
          add(DynamicTag.RELA, s.address);
          add(DynamicTag.RELASZ, s.size);
          add(DynamicTag.RELAENT, RelocationTable.entrySize(true, true));
          if (relocations.relativeCount() > 0) {
            add(DynamicTag.RELACOUNT, relocations.relativeCount());
          }
        });
    with(
        layout,
        ".relr.dyn",
        s -> {
          add(DynamicTag.RELR, s.address);
          add(DynamicTag.RELRSZ, s.size);
          add(DynamicTag.RELRENT, Linkage.WORD);
        });
  }

  private void flags() {
    long flags =
        (options.isLazy() ? 0 : DynamicTag.DF_BIND_NOW)
            | (options.isSymbolic() ? DynamicTag.DF_SYMBOLIC : 0)
            | (linkage.usesStaticTls() ? STATIC_TLS : 0);
    long flags1 =
        (options.isLazy() ? 0 : DynamicTag.DF_1_NOW)
            | (options.kind() == ImageKind.PIE ? DynamicTag.DF_1_PIE : 0);
    if (flags != 0) {
      add(DynamicTag.FLAGS, flags);
    }
    if (flags1 != 0) {
      add(DynamicTag.FLAGS_1, flags1);
    }
  }
}
