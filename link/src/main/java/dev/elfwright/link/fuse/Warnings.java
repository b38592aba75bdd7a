package dev.elfwright.link.fuse;

import dev.elfwright.elf.SymbolTable;
import dev.elfwright.link.graph.LoadedObject;
import java.util.ArrayList;
import java.util.List;

/** What a fused program may do differently, because it can see that it is one object. */
final class Warnings {
  private Warnings() {}

  static List<String> of(Selection selection) {
    List<String> warnings = new ArrayList<>();
    List<String> walkers = new ArrayList<>();
    for (LoadedObject o : selection.fused()) {
      SymbolTable t = o.dynamic().symbols();
      for (int i = 1; i < t.count(); i++) {
        if (t.isUndefined(i) && t.name(i).equals("dl_iterate_phdr")) {
          walkers.add(o.name());
        }
      }
    }
    walkers.removeIf(n -> n.startsWith("libgcc_s.") || n.startsWith("libunwind."));
    if (!walkers.isEmpty()) {
      warnings.add(
          "dl_iterate_phdr shows one object to "
              + String.join(", ", walkers)
              + "; --keep if it matters");
    }
    return warnings;
  }
}
