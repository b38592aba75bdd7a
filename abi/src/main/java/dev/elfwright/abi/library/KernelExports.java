package dev.elfwright.abi.library;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a kernel or a module offers to modules: what EXPORT_SYMBOL names ({@code
 * include/linux/export.h}), and no other global symbol.
 */
final class KernelExports {
  private static final String TABLE = "__ksymtab";
  private static final String ENTRY = "__ksymtab_";

  /** struct kernel_symbol: distances to the symbol, its name and its namespace. */
  private static final int ENTRY_SIZE = 12;

  /** KSYM_NAME_LEN, in {@code include/linux/kallsyms.h}. */
  private static final int LONGEST_NAME = 512;

  private final ElfModel model;
  private final NavigableMap<Long, Integer> loaded = new TreeMap<>(Long::compareUnsigned);

  private KernelExports(ElfModel model) {
    this.model = model;
    List<SectionHeader> sections = model.sectionHeaders();
    for (int i = 1; i < sections.size(); i++) {
      // Per-CPU variables are linked to 0, beside everything.
      if ((sections.get(i).flags() & SectionHeader.ALLOC) != 0) {
        loaded.putIfAbsent(sections.get(i).address(), i);
      }
    }
  }

  /**
   * The symbols; empty for what is neither a kernel nor a module.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the table of a kernel is malformed
   */
  static Optional<List<Symbol>> of(ElfModel model) {
    if (model.header().type() == FileType.REL) {
      return model.section(".gnu.linkonce.this_module").isPresent()
          ? Optional.of(new KernelExports(model).ofModule())
          : Optional.empty();
    }
    return model.section(TABLE + "_strings").isPresent()
        ? Optional.of(new KernelExports(model).ofKernel())
        : Optional.empty();
  }

  /** The entries of a module have names; what they lead to, only relocations say. */
  private List<Symbol> ofModule() {
    List<Symbol> all = symbols().toList();
    Set<String> entries = new HashSet<>();
    all.forEach(s -> entries.add(s.name()));
    return all.stream()
        .filter(s -> s.sectionIndex() != 0 && s.binding() != SymbolBinding.LOCAL)
        .filter(s -> entries.contains(ENTRY + s.name()))
        .toList();
  }

  private Stream<Symbol> symbols() {
    Optional<SymbolTable> table = model.symbols();
    return table.stream().flatMap(t -> IntStream.range(1, t.count()).mapToObj(t::symbol));
  }

  /** The image that is booted has no symbol table, so that its own tables have to do. */
  private List<Symbol> ofKernel() {
    Map<String, Symbol> known = new HashMap<>();
    symbols()
        .filter(s -> s.binding() != SymbolBinding.LOCAL)
        .forEach(s -> known.putIfAbsent(s.name(), s));
    List<Symbol> found = new ArrayList<>();
    for (String table : List.of(TABLE, TABLE + "_gpl")) {
      model
          .section(table)
          .filter(Section::hasBytes)
          .ifPresent(section -> addEntries(section.header(), known, found));
    }
    return found;
  }

  private void addEntries(SectionHeader table, Map<String, Symbol> known, List<Symbol> into) {
    ElfBytes in = model.bytes();
    in.require(table.offset(), table.size(), TABLE);
    for (long at = 0; at + ENTRY_SIZE <= table.size(); at += ENTRY_SIZE) {
      long file = table.offset() + at;
      long place = table.address() + at;
      String name = text(file, place + 4 + in.i32(file + 4));
      Symbol symbol = known.get(name);
      into.add(symbol == null ? symbol(into.size(), name, place + in.i32(file)) : symbol);
    }
  }

  private String text(long entry, long address) {
    OptionalLong offset = model.offsetOf(address, 1);
    if (offset.isEmpty()) {
      throw model
          .bytes()
          .malformed(
              entry,
              TABLE,
              "a name at 0x%x, where nothing is: expected three distances of four bytes an entry"
                  .formatted(address));
    }
    long end = Math.min(model.bytes().size(), offset.getAsLong() + LONGEST_NAME);
    return model.bytes().string(offset.getAsLong(), end, TABLE);
  }

  private Symbol symbol(int index, String name, long address) {
    Map.Entry<Long, Integer> below = loaded.floorEntry(address);
    int section = below == null ? 0 : below.getValue();
    boolean isCode = (model.sectionHeaders().get(section).flags() & SectionHeader.EXECUTE) != 0;
    return new Symbol(
        index,
        name,
        SymbolBinding.GLOBAL,
        isCode ? SymbolType.FUNC : SymbolType.OBJECT,
        Symbol.VISIBILITY_DEFAULT,
        section,
        address,
        0);
  }
}
