package dev.elfwright.elf;

import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The facts of {@link ReadelfOutput}, in its order, from a model. */
final class ModelFacts {
  private final ElfModel model;
  private final List<String> facts = new ArrayList<>();

  private ModelFacts(ElfModel model) {
    this.model = model;
  }

  static List<String> of(ElfModel model) {
    ModelFacts m = new ModelFacts(model);
    m.header();
    model.sections().forEach(m::section);
    model.segments().forEach(m::segment);
    model.dynamic().ifPresent(m::dynamic);
    model.sections().forEach(m::relocations);
    model.sections().forEach(m::symbols);
    model.dynamic().flatMap(DynamicModel::versions).ifPresent(m::versions);
    model.sections().forEach(m::notes);
    return m.facts;
  }

  /** Readelf escapes what is not ASCII; such names are compared as unknown. */
  static String text(String name) {
    return name.chars().allMatch(c -> c >= ' ' && c <= '~') ? name : "?";
  }

  private void fact(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object w : words) {
      line.append(line.isEmpty() ? "" : " ")
          .append(w instanceof Long n ? Long.toHexString(n) : w.toString());
    }
    facts.add(line.toString());
  }

  private void header() {
    FileHeader h = model.header();
    fact("header", "Version", (long) h.identVersion());
    fact("header", "ABI Version", (long) h.abiVersion());
    fact("header", "Version", h.version());
    fact("header", "Entry point address", h.entry());
    fact("header", "Start of program headers", h.segmentOffset());
    fact("header", "Start of section headers", h.sectionOffset());
    fact("header", "Flags", Integer.toUnsignedLong(h.flags()));
    fact("header", "Size of this header", (long) h.headerSize());
    fact("header", "Size of program headers", (long) h.segmentEntrySize());
    fact("header", "Number of program headers", (long) h.segmentCount());
    fact("header", "Size of section headers", (long) h.sectionEntrySize());
    fact("header", "Number of section headers", (long) h.sectionCount());
    fact("header", "Section header string table index", (long) h.sectionNames());
  }

  private void section(Section s) {
    SectionHeader h = s.header();
    fact(
        "section",
        s.index(),
        text(s.name()),
        h.address(),
        h.offset(),
        h.size(),
        h.entrySize(),
        Integer.toUnsignedString(h.link()),
        Integer.toUnsignedString(h.info()),
        Long.toUnsignedString(h.alignment()));
  }

  private void segment(Segment s) {
    String flags =
        ((s.flags() & Segment.READ) != 0 ? "R" : "")
            + ((s.flags() & Segment.WRITE) != 0 ? "W" : "")
            + ((s.flags() & Segment.EXECUTE) != 0 ? "E" : "");
    fact(
        "segment",
        s.offset(),
        s.address(),
        s.physicalAddress(),
        s.fileSize(),
        s.memorySize(),
        flags,
        s.alignment());
  }

  private void dynamic(DynamicModel d) {
    for (DynamicEntry e : d.table().entries()) {
      boolean name =
          e.tag() == DynamicTag.NEEDED
              || e.tag() == DynamicTag.SONAME
              || e.tag() == DynamicTag.RPATH
              || e.tag() == DynamicTag.RUNPATH;
      fact("dynamic", e.tag(), name ? d.strings().at(e.value()) : e.value());
    }
    fact("dynamic", 0L, 0L);
  }

  private void relocations(Section s) {
    switch (s.content()) {
      case RelocationTable t -> t.relocations().forEach(r -> relocation(r, t.withAddend()));
      case RelrTable t -> t.forEach(address -> fact("relr", address));
      default -> {}
    }
  }

  private void relocation(Relocation r, boolean withAddend) {
    boolean wide = model.header().is64();
    long info =
        wide
            ? (long) r.symbol() << 32 | r.type()
            : Integer.toUnsignedLong(r.symbol() << 8 | (int) r.type());
    String addend = (r.addend() < 0 ? "-" : "") + Long.toHexString(Math.abs(r.addend()));
    fact("relocation", r.offset(), info, withAddend ? addend : "-");
  }

  private void symbols(Section s) {
    if (s.content() instanceof SymbolTable t) {
      boolean dynamic = s.header().type() == SectionType.DYNSYM;
      Optional<VersionTable> versions =
          dynamic ? model.dynamic().flatMap(DynamicModel::versions) : Optional.empty();
      for (Symbol symbol : t.asList()) {
        String version = versions.map(v -> version(v, symbol)).orElse("");
        fact(
            "symbol",
            symbol.index(),
            symbol.value(),
            symbol.size(),
            type(symbol.type()),
            binding(symbol.binding()),
            List.of("DEFAULT", "INTERNAL", "HIDDEN", "PROTECTED").get(symbol.visibility()),
            place(symbol),
            text(name(symbol) + version));
      }
    }
  }

  private String name(Symbol symbol) {
    return symbol.type() == SymbolType.SECTION
            && symbol.name().isEmpty()
            && symbol.sectionIndex() < model.sections().size()
        ? model.sections().get(symbol.sectionIndex()).name()
        : symbol.name();
  }

  private static String version(VersionTable versions, Symbol symbol) {
    SymbolVersion v = versions.version(symbol.index());
    if (v == null || v.name().equals(symbol.name())) {
      return "";
    }
    return switch (v.from()) {
      case SymbolVersion.Needed _ -> "@" + v.name();
      case SymbolVersion.Defined _ -> (v.hidden() ? "@" : "@@") + v.name();
    };
  }

  private static String type(int type) {
    return switch (type) {
      case 0 -> "NOTYPE";
      case 1 -> "OBJECT";
      case 2 -> "FUNC";
      case 3 -> "SECTION";
      case 4 -> "FILE";
      case 5 -> "COMMON";
      case 6 -> "TLS";
      case 10 -> "IFUNC";
      default -> "?";
    };
  }

  private static String binding(int binding) {
    return switch (binding) {
      case 0 -> "LOCAL";
      case 1 -> "GLOBAL";
      case 2 -> "WEAK";
      case 10 -> "UNIQUE";
      default -> "?";
    };
  }

  private static String place(Symbol symbol) {
    return symbol.isReserved() || symbol.isUndefined()
        ? switch (symbol.sectionIndex()) {
          case 0 -> "UND";
          case 0xfff1 -> "ABS";
          case 0xfff2 -> "COM";
          default -> "?";
        }
        : Integer.toString(symbol.sectionIndex());
  }

  private void versions(VersionTable versions) {
    int count = model.dynamic().orElseThrow().symbols().count();
    for (int i = 0; i < count; i++) {
      int index = versions.raw(i) & ~VersionTable.HIDDEN;
      SymbolVersion declared = versions.declared().get(index);
      String name =
          index == 0
              ? "*local*"
              : index == 1 ? "*global*" : declared == null ? "?" : declared.name();
      boolean hidden = (versions.raw(i) & VersionTable.HIDDEN) != 0;
      fact("versym", Integer.toHexString(index) + (hidden ? "h" : ""), name);
    }
    versions
        .declared()
        .forEach((index, v) -> {
          switch (v.from()) {
            case SymbolVersion.Defined(var base) ->
                fact("version", index, v.name(), base ? "base" : "definition");
            case SymbolVersion.Needed(var file, var weak, _) ->
                fact("version", index, v.name(), file, weak);
          }
        });
  }

  private void notes(Section s) {
    if (s.content() instanceof NoteTable t) {
      t.notes().forEach(n -> fact("note", text(n.name()), n.description().byteSize()));
    }
  }
}
