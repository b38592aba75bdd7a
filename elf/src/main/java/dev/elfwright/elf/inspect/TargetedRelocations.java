package dev.elfwright.elf.inspect;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionContent;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.RelocationNames;
import dev.elfwright.elf.constant.SymbolType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Relocations with the symbols that they refer to: what the loader reads where there is a dynamic
 * section, what the section headers say otherwise.
 *
 * @param where the section whose bytes are relocated in an object, or empty
 * @param relocations the relocations, in any of their encodings
 * @param symbols the table that they index, empty when they name none
 */
public record TargetedRelocations(
    String where, Relocations relocations, Optional<SymbolTable> symbols) {

  /** The relocations of a file, without those in DT_RELR, which have neither types nor symbols. */
  public static List<TargetedRelocations> of(ElfModel file) {
    return file.dynamic().map(TargetedRelocations::ofDynamic).orElseGet(() -> ofSections(file));
  }

  private static List<TargetedRelocations> ofDynamic(DynamicModel dynamic) {
    List<TargetedRelocations> found = new ArrayList<>();
    Optional<SymbolTable> symbols = Optional.of(dynamic.symbols());
    dynamic.relocations().forEach(r -> found.add(new TargetedRelocations("", r, symbols)));
    dynamic.packedRelocations().forEach(r -> found.add(new TargetedRelocations("", r, symbols)));
    return found;
  }

  private static List<TargetedRelocations> ofSections(ElfModel file) {
    List<TargetedRelocations> found = new ArrayList<>();
    for (Section section : file.sections()) {
      if (section.content() instanceof Relocations relocations) {
        int target = section.header().info();
        String where =
            target > 0 && target < file.sections().size() ? file.sections().get(target).name() : "";
        found.add(
            new TargetedRelocations(where, relocations, symbols(file, section.header().link())));
      }
    }
    return found;
  }

  private static Optional<SymbolTable> symbols(ElfModel file, int link) {
    if (link <= 0 || link >= file.sections().size()) {
      return Optional.empty();
    }
    SectionContent content = file.sections().get(link).content();
    return content instanceof SymbolTable table ? Optional.of(table) : Optional.empty();
  }

  /**
   * The name of the symbol that a relocation refers to, that of the section for its symbol; empty
   * for none.
   *
   * @param symbol its index
   */
  public String target(ElfModel file, int symbol) {
    if (symbol == 0 || symbols.isEmpty() || !symbols.get().contains(symbol)) {
      return "";
    }
    SymbolTable names = symbols.get();
    int section = names.sectionIndex(symbol);
    if (names.type(symbol) == SymbolType.SECTION && section < file.sections().size()) {
      return file.sections().get(section).name();
    }
    return names.name(symbol);
  }

  /** How many relocations of each kind there are, those of DT_RELR under the name {@code RELR}. */
  public static Map<String, Long> countsByType(ElfModel file) {
    var byNumber = new Counts();
    for (TargetedRelocations of : of(file)) {
      of.relocations.forEach(byNumber);
    }
    RelocationNames names = RelocationNames.of(file.header().abi(), file.header().flags());
    Map<String, Long> counts = new TreeMap<>();
    byNumber.all().forEach((type, count) -> counts.merge(names.name(type), count, Long::sum));
    file.dynamic()
        .flatMap(DynamicModel::relr)
        .ifPresent(relr -> {
          long[] count = {0};
          relr.forEach(address -> count[0]++);
          counts.put("RELR", count[0]);
        });
    return counts;
  }

  /** Counts by type. Linkers sort by it, so a run of one type is one step. */
  private static final class Counts implements Relocations.Visitor {
    private final Map<Long, Long> byType = new TreeMap<>();
    private long type;
    private long run;

    @Override
    public void relocation(long offset, long type, int symbol, long addend) {
      if (type != this.type) {
        endRun();
        this.type = type;
      }
      run++;
    }

    private void endRun() {
      if (run > 0) {
        byType.merge(type, run, Long::sum);
        run = 0;
      }
    }

    Map<Long, Long> all() {
      endRun();
      return byType;
    }
  }
}
