package dev.elfwright.abi.library;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.machine.relocation.RelocationKind;
import dev.elfwright.machine.relocation.RelocationKinds;
import dev.elfwright.machine.relocation.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads PT_TLS, and how the library gets at it. */
final class ThreadLocalsReader {
  /** DF_STATIC_TLS in DT_FLAGS (gABI, "Dynamic Section"). */
  private static final long STATIC_TLS = 0x10;

  private final ElfModel model;
  private final DynamicModel dynamic;

  ThreadLocalsReader(ElfModel model, DynamicModel dynamic) {
    this.model = model;
    this.dynamic = dynamic;
  }

  ThreadLocals read() {
    Optional<Segment> block = model.segments(SegmentType.TLS).findFirst();
    if (block.isEmpty()) {
      return new ThreadLocals(0, 1, Optional.empty());
    }
    return new ThreadLocals(
        block.get().memorySize(), Math.max(1, block.get().alignment()), Optional.of(model()));
  }

  /** The flag alone does not say whose block it is: a library may need another's. */
  private ThreadLocals.Model model() {
    Optional<RelocationKinds> kinds = RelocationKinds.of(model.header().machine());
    if (kinds.isEmpty()) {
      return (dynamic.flags() & STATIC_TLS) != 0
          ? ThreadLocals.Model.STATIC
          : ThreadLocals.Model.DYNAMIC;
    }
    return kinds.map(this::hasOwnOffsets).orElse(false)
        ? ThreadLocals.Model.STATIC
        : ThreadLocals.Model.DYNAMIC;
  }

  private boolean hasOwnOffsets(RelocationKinds kinds) {
    SymbolTable symbols = dynamic.symbols();
    boolean[] found = {false};
    List<Relocations> tables = new ArrayList<>(dynamic.relocations());
    tables.addAll(dynamic.packedRelocations());
    for (Relocations table : tables) {
      table.forEach((_, type, symbol, _) -> {
        if (!found[0]
            && kinds.find(type).map(RelocationKind::role).filter(Role.TPOFF::equals).isPresent()) {
          found[0] = symbol == 0 || symbols.contains(symbol) && !symbols.isUndefined(symbol);
        }
      });
    }
    return found[0];
  }
}
