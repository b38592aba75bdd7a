package dev.elfwright.census.facts;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.RelocationNames;
import dev.elfwright.elf.constant.SegmentType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables {@code relocations}, {@code copies} and {@code tls}. */
final class ElfRelocations {
  private record Kind(long type, int symbol) {}

  private final String content;
  private final RelocationNames names;
  private final Map<Kind, long[]> counts = new LinkedHashMap<>();
  private final @Nullable SymbolTable symbols;
  private final @Nullable VersionTable versions;
  private final Rows rows;
  private long total;
  private long relative;
  private long initialExec;
  private long dynamicTls;
  private long descriptors;

  private ElfRelocations(
      String content, ElfModel model, @Nullable DynamicModel dynamic, Rows rows) {
    this.content = content;
    this.names =
        RelocationNames.of(model.header().abi(), Integer.toUnsignedLong(model.header().flags()));
    this.rows = rows;
    if (dynamic != null && dynamic.value(DynamicTag.SYMTAB).isPresent()) {
      this.symbols = dynamic.symbols();
      this.versions = dynamic.versions().orElse(null);
    } else {
      this.symbols = null;
      this.versions = null;
    }
  }

  static ElfRelocations of(String content, ElfModel model, Rows rows) {
    @Nullable DynamicModel dynamic = model.dynamic().orElse(null);
    ElfRelocations made = new ElfRelocations(content, model, dynamic, rows);
    if (dynamic != null) {
      dynamic.relocations().forEach(made::count);
      dynamic.packedRelocations().forEach(made::count);
      dynamic.relr().ifPresent(relr -> relr.forEach(_ -> made.relr()));
    } else if (model.header().type() == FileType.EXEC) {
      made.countOfStaticProgram(model);
    }
    made.write(model);
    return made;
  }

  /**
   * Its start applies what lies between __rela_iplt_start and its end (glibc, csu/libc-start.c).
   */
  private void countOfStaticProgram(ElfModel model) {
    for (Section section : model.sections()) {
      if ((section.header().flags() & SectionHeader.ALLOC) != 0
          && section.content() instanceof Relocations table) {
        count(table);
      }
    }
  }

  private void count(Relocations table) {
    table.forEach((offset, type, symbol, addend) -> {
      counts.computeIfAbsent(new Kind(type, symbol), _ -> new long[1])[0]++;
      if (symbol != 0 && isCopy(type)) {
        addCopy(offset, symbol);
      }
    });
  }

  /** RELR has relative relocations only, and no type of its own. */
  private void relr() {
    total++;
    relative++;
  }

  private boolean isCopy(long type) {
    return names.name(type).endsWith("_COPY");
  }

  private void addCopy(long address, int symbol) {
    if (symbols == null || symbol >= symbols.count()) {
      return;
    }
    SymbolVersion version = versions == null ? null : versions.version(symbol);
    rows.add(
        "copies",
        content,
        symbols.name(symbol),
        version == null ? "" : version.name(),
        address,
        symbols.size(symbol));
  }

  private void write(ElfModel model) {
    if (relative > 0) {
      rows.add("relocations", content, "RELR", "", relative);
    }
    counts.forEach(this::write);
    Optional<Segment> segment = model.segments(SegmentType.TLS).findFirst();
    if (segment.isPresent() || initialExec + dynamicTls + descriptors > 0) {
      rows.add(
          "tls",
          content,
          segment.map(Segment::memorySize).orElse(0L),
          segment.map(Segment::fileSize).orElse(0L),
          segment.map(Segment::alignment).orElse(0L),
          initialExec,
          dynamicTls,
          descriptors);
    }
  }

  private void write(Kind kind, long[] count) {
    String type = names.name(kind.type());
    total += count[0];
    if (kind.symbol() == 0) {
      relative += count[0];
    }
    if (type.contains("TPOFF") && !type.contains("DTPOFF")
        || type.contains("TPREL") && !type.contains("DTPREL")) {
      initialExec += count[0];
    } else if (type.contains("DTPMOD")) {
      dynamicTls += count[0];
    } else if (type.contains("TLSDESC") || type.contains("TLS_DESC")) {
      descriptors += count[0];
    }
    rows.add("relocations", content, type, name(kind.symbol()), count[0]);
  }

  /** The name of a symbol, empty for none. */
  private String name(int symbol) {
    return symbols == null || symbol == 0 || symbol >= symbols.count() ? "" : symbols.name(symbol);
  }

  long total() {
    return total;
  }

  /** Those that name no symbol. */
  long relative() {
    return relative;
  }

  boolean needsStaticTls() {
    return initialExec > 0;
  }
}
