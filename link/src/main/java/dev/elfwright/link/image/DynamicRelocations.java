package dev.elfwright.link.image;

import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.link.input.Region;
import dev.elfwright.machine.relocation.Role;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The relocations that the loader applies: relative ones first (DT_RELACOUNT) or packed (DT_RELR),
 * then those with symbols, together by symbol so that the loader looks each up once; calls in a
 * table of their own.
 */
final class DynamicRelocations {
  private final ImageOptions options;
  private final Linkage linkage;
  private final DynamicSymbols symbols;
  private final List<LoaderWork> listed = new ArrayList<>();
  private final List<LoaderWork> packed = new ArrayList<>();
  private final OutputSection rela =
      OutputSection.table(".rela.dyn", SectionType.RELA, 8, RelocationTable.entrySize(true, true));
  private final OutputSection calls =
      new OutputSection(
          ".rela.plt",
          SectionType.RELA,
          SectionFlag.ALLOC | SectionFlag.INFO_LINK,
          Region.CONSTANTS);
  private final OutputSection relr =
      OutputSection.table(".relr.dyn", SectionType.RELR, 8, Linkage.WORD);

  DynamicRelocations(ImageOptions options, Linkage linkage, DynamicSymbols symbols) {
    this.options = options;
    this.linkage = linkage;
    this.symbols = symbols;
    for (LoaderWork w : linkage.work()) {
      (isPacked(options, w) ? packed : listed).add(w);
    }
    listed.sort(
        Comparator.comparing((LoaderWork w) -> w.role() != Role.RELATIVE)
            .thenComparingInt(w -> symbols.indexOf(w.symbol())));
    calls.alignment = Linkage.WORD;
    calls.entrySize = RelocationTable.entrySize(true, true);
    rela.size = rela.entrySize * listed.size();
    calls.size = calls.entrySize * linkage.callWork().size();
  }

  /** Words that may lie at odd addresses stay in the list. */
  static boolean isPacked(ImageOptions options, LoaderWork w) {
    boolean aligned =
        w.at().offset() % Linkage.WORD == 0 && w.at().section().alignment >= Linkage.WORD;
    return options.packsRelative() && w.role() == Role.RELATIVE && aligned;
  }

  List<OutputSection> sections(OutputSection symbolTable) {
    List<OutputSection> all = new ArrayList<>();
    if (!listed.isEmpty()) {
      all.add(rela);
    }
    if (!packed.isEmpty()) {
      all.add(relr);
    }
    if (calls.size > 0) {
      all.add(calls);
    }
    rela.link = symbolTable;
    calls.link = symbolTable;
    return all;
  }

  long relativeCount() {
    return listed.stream().filter(w -> w.role() == Role.RELATIVE).count();
  }

  /** Whether the packed table has another size than at the last call. */
  boolean pack() {
    long before = relr.size;
    long[] sorted = packed.stream().mapToLong(w -> w.at().address()).sorted().toArray();
    relr.content(Relr.encode(sorted, options.target().order()));
    return relr.size != before;
  }

  void encode(Addresses addresses) {
    rela.content(encode(listed, addresses));
    calls.content(encode(linkage.callWork(), addresses));
    calls.info = linkage.callTable().index;
  }

  private MemorySegment encode(List<LoaderWork> work, Addresses addresses) {
    if (work.isEmpty()) {
      return Arena.ofAuto().allocate(0);
    }
    ElfEncoder encoder = new ElfEncoder(true, options.target().order(), options.machine().number());
    return encoder.rela(work.stream().map(w -> relocation(w, addresses)).toList());
  }

  private Relocation relocation(LoaderWork w, Addresses addresses) {
    long value =
        switch (w.role()) {
          case IRELATIVE -> addresses.ofBytes((Meaning.Defined) w.value());
          case RELATIVE -> addresses.of(w.value()) + w.addend();
          case TPOFF, TLSDESC ->
              w.value() instanceof Meaning.Nothing
                  ? w.addend()
                  : addresses.of(w.value()) - addresses.block() + w.addend();
          default -> w.addend();
        };
    long type = options.machine().kind(w.role()).number();
    return new Relocation(w.at().address(), type, symbols.indexOf(w.symbol()), value);
  }
}
