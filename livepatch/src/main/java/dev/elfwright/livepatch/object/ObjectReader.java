package dev.elfwright.livepatch.object;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionGroup;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.special.SpecialSections;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads sections, symbols and relocations, and checks that they fit each other. */
final class ObjectReader {
  private record Row(int offset, int type, ObjectSymbol symbol, long addend) {}

  private final ElfModel model;
  private final ElfBytes in;
  private final Processor processor;
  private final List<@Nullable ObjectSection> sections = new ArrayList<>();
  private final List<ObjectSymbol> symbols = new ArrayList<>();

  ObjectReader(ElfModel model) {
    this.model = model;
    this.in = model.bytes();
    this.processor =
        Processor.of(model.header(), in.order(), in.is64())
            .orElseThrow(() -> refused("is for a processor that has no livepatching"));
    if (model.header().type() != FileType.REL) {
      throw refused("is no object file (ET_REL)");
    }
  }

  private LivepatchRefusedException refused(String why) {
    return new LivepatchRefusedException(model.file() + ": " + why);
  }

  CompiledObject read() {
    readSections();
    if (sections.stream().noneMatch(s -> s != null && s.size() > 0)) {
      throw refused(isBitcode() ? "is for link-time optimization" : "has no code and no data");
    }
    readSymbols();
    readRelocations();
    readGroups();
    List<Piece> pieces =
        new Cutter(processor, new EntryTable.KernelFile(model.file()), loaded(), symbols).cut();
    return new CompiledObject(
        model.file(), processor, model.header().flags(), sections, symbols, pieces);
  }

  private List<ObjectSection> loaded() {
    List<ObjectSection> all = new ArrayList<>();
    for (ObjectSection s : sections) {
      if (s != null) {
        all.add(s);
      }
    }
    return all;
  }

  private boolean isBitcode() {
    return model.sections().stream().anyMatch(s -> s.name().startsWith(".gnu.lto_"));
  }

  private void readSections() {
    for (Section s : model.sections()) {
      sections.add(isLoaded(s.header()) ? section(s) : null);
    }
    if (isBitcode()) {
      throw refused("is for link-time optimization: compile it without -flto");
    }
  }

  private static boolean isLoaded(SectionHeader h) {
    return (h.flags() & SectionFlag.ALLOC) != 0
        && h.type() != SectionType.NULL
        && h.type() != SectionType.RELA
        && h.type() != SectionType.REL;
  }

  private ObjectSection section(Section s) {
    SectionHeader h = s.header();
    if (h.size() < 0 || h.size() > Integer.MAX_VALUE - 8) {
      throw in.malformed(h.offset(), "section " + s.index(), "size 0x%x".formatted(h.size()));
    }
    if (Long.bitCount(h.alignment()) > 1) {
      throw in.malformed(
          h.offset(),
          "section " + s.index(),
          "alignment 0x%x, no power of two".formatted(h.alignment()));
    }
    byte[] bytes = s.hasBytes() ? s.bytes().toArray(ValueLayout.JAVA_BYTE) : new byte[0];
    String name = s.name();
    return new ObjectSection(
        s.index(),
        name,
        h,
        bytes,
        SpecialSections.find(name, processor.uname()).orElse(null),
        SpecialSections.isOrdinary(name));
  }

  private void readSymbols() {
    SymbolTable table =
        model.symbols().orElseThrow(() -> refused("is stripped: it has no symbol table"));
    for (int i = 0; i < table.count(); i++) {
      Symbol s = table.symbol(i);
      ObjectSection section = null;
      if (!s.isReserved() && s.sectionIndex() != 0) {
        if (Integer.compareUnsigned(s.sectionIndex(), sections.size()) >= 0) {
          throw in.malformed(
              model.header().sectionOffset(),
              "symbol " + i,
              "section %s of %d"
                  .formatted(Integer.toUnsignedString(s.sectionIndex()), sections.size()));
        }
        section = sections.get(s.sectionIndex());
        if (section != null && Long.compareUnsigned(s.value(), section.size()) > 0) {
          throw in.malformed(
              section.header().offset(),
              "symbol " + s.name(),
              "value 0x%x in section %s of 0x%x bytes"
                  .formatted(s.value(), section.name(), section.size()));
        }
      }
      symbols.add(new ObjectSymbol(s, section));
    }
  }

  private void readRelocations() {
    for (Section s : model.sections()) {
      int of = s.header().info();
      boolean inRange = Integer.compareUnsigned(of, sections.size()) < 0;
      ObjectSection target = inRange ? sections.get(of) : null;
      if (target == null) {
        continue;
      }
      if (s.content() instanceof RelocationTable table) {
        if (!table.withAddend()) {
          throw refused("section " + s.name() + " has relocations without addends (SHT_REL)");
        }
        target.relocations(relocations(table, target));
      }
    }
  }

  private Relocations relocations(RelocationTable table, ObjectSection target) {
    Row[] rows = new Row[table.count()];
    for (int i = 0; i < rows.length; i++) {
      long offset = table.offset(i);
      int symbol = table.symbol(i);
      if (Long.compareUnsigned(offset, target.size()) >= 0 || target.bytes().length == 0) {
        throw in.malformed(
            table.fileOffset(),
            "relocation %d of %s".formatted(i, target.name()),
            "offset 0x%x in 0x%x bytes".formatted(offset, (long) target.bytes().length));
      }
      if (Integer.compareUnsigned(symbol, symbols.size()) >= 0) {
        throw in.malformed(
            table.fileOffset(),
            "relocation %d of %s".formatted(i, target.name()),
            "symbol %s of %d".formatted(Integer.toUnsignedString(symbol), symbols.size()));
      }
      rows[i] = new Row((int) offset, (int) table.type(i), symbols.get(symbol), table.addend(i));
    }
    Arrays.sort(rows, Comparator.comparingInt(Row::offset));
    return new Relocations(
        Arrays.stream(rows).mapToInt(Row::offset).toArray(),
        Arrays.stream(rows).mapToInt(Row::type).toArray(),
        Arrays.stream(rows).map(Row::symbol).toArray(ObjectSymbol[]::new),
        Arrays.stream(rows).mapToLong(Row::addend).toArray());
  }

  private void readGroups() {
    for (Section s : model.sections()) {
      if (s.content() instanceof SectionGroup group) {
        group
            .members()
            .filter(m -> Integer.compareUnsigned(m, sections.size()) < 0)
            .forEach(m -> {
              ObjectSection member = sections.get(m);
              if (member != null) {
                member.group();
              }
            });
      }
    }
  }
}
