package dev.elfwright.livepatch.module;

import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.Symbol;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Instructions that the kernel rewrites while it loads a module ({@code module_finalize} in {@code
 * arch/x86/kernel/module.c}, the notifiers of jump labels and static calls). A reference in one of
 * them that is filled in later, when another module is loaded, would be written over what the
 * kernel has put there.
 */
final class RewrittenSites {
  /** The longest instruction with its operands, for tables that do not say how long a site is. */
  private static final int ONE_INSTRUCTION = 6;

  /**
   * A table of sites: bytes of an entry, and where in it the length of a site is, -1 for nowhere.
   */
  private record Table(int entry, int length, String words) {}

  private static final Map<String, Table> TABLES =
      Map.of(
          ".altinstructions", new Table(12, 10, "an alternative"),
          ".parainstructions", new Table(16, 9, "a paravirtual call"),
          ".retpoline_sites", new Table(4, -1, "an indirect branch"),
          ".return_sites", new Table(4, -1, "a return"),
          ".static_call_sites", new Table(8, -1, "a static call"),
          "__jump_table", new Table(16, -1, "a jump label"));

  private record Site(long end, String words) {}

  private final Map<Integer, TreeMap<Long, Site>> sites = new HashMap<>();

  private RewrittenSites() {}

  static RewrittenSites of(ModuleDraft draft) {
    RewrittenSites found = new RewrittenSites();
    for (ModuleDraft.Part part : draft.parts()) {
      Table table = TABLES.get(part.name);
      if (table != null) {
        part.relocations.stream()
            .filter(r -> r.offset() >= 0 && r.offset() % table.entry == 0)
            .forEach(r -> found.add(draft, part, table, r));
      }
    }
    return found;
  }

  private void add(ModuleDraft draft, ModuleDraft.Part part, Table table, Relocation r) {
    Symbol s = draft.symbols().get(r.symbol());
    long at = r.offset() + table.length;
    if (s.isUndefined() || s.isReserved() || at >= part.bytes.byteSize()) {
      return;
    }
    int length =
        table.length < 0 ? ONE_INSTRUCTION : part.bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    long start = s.value() + r.addend();
    sites
        .computeIfAbsent(s.sectionIndex(), _ -> new TreeMap<>())
        .put(start, new Site(start + length, table.words));
  }

  /** What the kernel rewrites at a place, if it does. */
  Optional<String> at(ModuleDraft.Part part, long offset) {
    return Optional.ofNullable(sites.get(part.index))
        .flatMap(s -> Optional.ofNullable(s.floorEntry(offset)))
        .filter(e -> offset < e.getValue().end)
        .map(e -> e.getValue().words);
  }
}
