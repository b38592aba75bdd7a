package dev.elfwright.link.measure;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Addresses in one ELF file, relative to where it is loaded.
 *
 * @param entry {@code e_entry}
 * @param base address of the first PT_LOAD, down to a page
 * @param symbols the values of those symbols asked for that the file defines
 */
record Landmarks(long entry, long base, Map<String, Long> symbols) {
  /** Where a fused program is just before its first constructor; a local symbol in .symtab. */
  static final String FIRST_CONSTRUCTOR = "elfwright.first_constructor";

  /** glibc's loader calls it before it maps libraries, and again when all are relocated. */
  static final String DEBUG_STATE = "_dl_debug_state";

  /** A variable that the loader writes once, when it has set up the first thread (glibc 2.35). */
  private static final String RSEQ_OFFSET = "__rseq_offset";

  /** The instruction that writes it, which has no name of its own. */
  static final String RSEQ_WRITTEN = "__rseq_offset is written";

  /** Its first argument is the address of {@code main}. */
  static final String START_MAIN = "__libc_start_main";

  static final String EXIT = "exit";

  /** Of a file that says nothing. */
  static final Landmarks NONE = new Landmarks(0, 0, Map.of());

  private static final long PAGE = 4096;

  /** What a file says about itself; no symbols when it is no ELF file that can be read. */
  static Landmarks of(Path file) {
    try (ElfModel model = Elf.open(file)) {
      Map<String, Long> found = new HashMap<>();
      model.dynamic().ifPresent(d -> addExports(d, found));
      model.symbols().ifPresent(t -> addLocal(t, found));
      Long variable = found.get(RSEQ_OFFSET);
      if (variable != null) {
        StoreSearch.find(model, variable).ifPresent(at -> found.put(RSEQ_WRITTEN, at));
      }
      return new Landmarks(model.header().entry(), lowest(model), Map.copyOf(found));
    } catch (IOException | ElfFormatException e) {
      return NONE;
    }
  }

  OptionalLong symbol(String name) {
    Long value = symbols.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static long lowest(ElfModel model) {
    return model.segments().stream()
            .filter(Segment::isLoad)
            .mapToLong(Segment::address)
            .min()
            .orElse(0)
        & -PAGE;
  }

  private static void addExports(DynamicModel dynamic, Map<String, Long> found) {
    SymbolTable table = dynamic.symbols();
    for (String name : List.of(DEBUG_STATE, RSEQ_OFFSET, START_MAIN, EXIT)) {
      dynamic.hash().ifPresent(h -> h.candidates(name, i -> add(table, i, name, found)));
    }
  }

  /** A hash table does not cover local symbols, and .symtab has none. */
  private static void addLocal(SymbolTable table, Map<String, Long> found) {
    for (int i = 1; i < table.count() && !found.containsKey(FIRST_CONSTRUCTOR); i++) {
      add(table, i, FIRST_CONSTRUCTOR, found);
    }
  }

  private static void add(SymbolTable table, int index, String name, Map<String, Long> found) {
    if (table.contains(index) && !table.isUndefined(index) && table.name(index).equals(name)) {
      found.putIfAbsent(name, table.value(index));
    }
  }
}
