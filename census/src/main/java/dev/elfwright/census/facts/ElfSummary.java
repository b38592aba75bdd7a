package dev.elfwright.census.facts;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.machine.rseq.RseqTable;
import java.nio.ByteOrder;
import java.util.Optional;

/** Table {@code elf}: one row that answers most questions alone. */
final class ElfSummary {
  private static final long DF_STATIC_TLS = 0x10;

  private ElfSummary() {}

  static void add(
      String content,
      ElfModel model,
      ElfSymbols symbols,
      ElfNotes notes,
      ElfRelocations relocations,
      Rows rows) {
    FileHeader header = model.header();
    Optional<DynamicModel> dynamic = model.dynamic();
    long flags = dynamic.map(DynamicModel::flags).orElse(0L);
    boolean now = dynamic.filter(ElfSummary::bindsNow).isPresent();
    boolean relro = model.segments(SegmentType.GNU_RELRO).findAny().isPresent();
    String role = role(model);
    boolean program = role.equals("program") || role.equals("static");
    rows.add(
        "elf",
        content,
        model.contents().byteSize(),
        header.is64() ? 64 : 32,
        header.order().equals(ByteOrder.BIG_ENDIAN),
        Machine.name(header.machine()),
        FileType.name(header.type(), header.abi()),
        header.osAbi(),
        Integer.toUnsignedLong(header.flags()),
        dynamic.isPresent(),
        model.interpreter().orElse(""),
        dynamic.flatMap(DynamicModel::soname).orElse(""),
        dynamic.flatMap(DynamicModel::rpath).orElse(""),
        dynamic.flatMap(DynamicModel::runpath).orElse(""),
        flags,
        dynamic.map(DynamicModel::flags1).orElse(0L),
        notes.buildId(),
        role,
        program && header.type() == FileType.DYN,
        relro ? now ? "full" : "partial" : "none",
        now,
        stack(model),
        dynamic.filter(DynamicModel::hasTextRelocations).isPresent(),
        model.segments(SegmentType.LOAD).anyMatch(ElfSummary::isWritableCode),
        notes.features().contains("IBT"),
        notes.features().contains("SHSTK"),
        notes.features().contains("BTI"),
        notes.features().contains("PAC"),
        symbols.undefined().stream().anyMatch(n -> n.startsWith("__stack_chk_")),
        symbols.undefined().stream().anyMatch(ElfSummary::isChecked),
        model.sections().stream().noneMatch(s -> s.header().type() == SectionType.SYMTAB),
        model.sections().stream().anyMatch(s -> s.name().equals(".debug_info")),
        symbols.glibc(),
        (flags & DF_STATIC_TLS) != 0 || relocations.needsStaticTls(),
        RseqTable.of(model).sections().size(),
        textSize(model),
        relocations.total(),
        relocations.relative());
  }

  private static boolean bindsNow(DynamicModel dynamic) {
    return dynamic.value(DynamicTag.BIND_NOW).isPresent()
        || (dynamic.flags() & DynamicTag.DF_BIND_NOW) != 0
        || (dynamic.flags1() & DynamicTag.DF_1_NOW) != 0;
  }

  /**
   * What it is for. Linkers have said DF_1_PIE since binutils 2.26; before that, an interpreter
   * without a soname tells a program from a library that can also be run, as libc is.
   */
  private static String role(ElfModel model) {
    Optional<DynamicModel> dynamic = model.dynamic();
    return switch (model.header().type()) {
      case FileType.REL -> "object";
      case FileType.CORE -> "core";
      case FileType.EXEC -> dynamic.isPresent() ? "program" : "static";
      case FileType.DYN -> {
        boolean interpreter = model.segments(SegmentType.INTERP).findAny().isPresent();
        boolean soname = dynamic.flatMap(DynamicModel::soname).isPresent();
        boolean pie = dynamic.filter(d -> (d.flags1() & DynamicTag.DF_1_PIE) != 0).isPresent();
        if (pie || interpreter && !soname) {
          yield interpreter ? "program" : "static";
        }
        yield dynamic.isPresent() ? "library" : "other";
      }
      default -> "other";
    };
  }

  private static String stack(ElfModel model) {
    return model
        .segments(SegmentType.GNU_STACK)
        .findFirst()
        .map(s -> (s.flags() & Segment.EXECUTE) != 0 ? "executable" : "plain")
        .orElse("unspecified");
  }

  private static boolean isWritableCode(Segment s) {
    return (s.flags() & (Segment.WRITE | Segment.EXECUTE)) == (Segment.WRITE | Segment.EXECUTE);
  }

  /** The functions of glibc's debug folder end so (_FORTIFY_SOURCE). */
  private static boolean isChecked(String name) {
    return name.startsWith("__") && name.endsWith("_chk");
  }

  private static long textSize(ElfModel model) {
    if (model.sections().isEmpty()) {
      return model
          .segments(SegmentType.LOAD)
          .filter(s -> (s.flags() & Segment.EXECUTE) != 0)
          .mapToLong(Segment::fileSize)
          .sum();
    }
    return model.sections().stream()
        .filter(ElfLayout::isCode)
        .mapToLong((Section s) -> s.header().size())
        .sum();
  }
}
