package dev.elfwright.elf.edit;

import java.lang.foreign.MemorySegment;

/** Writes blocks to where they were placed, and zeros to where they were. */
final class BlockPass {
  private BlockPass() {}

  static void write(Draft draft, Blocks blocks, BlockPlacement.Result placed) {
    for (Block b : blocks.all()) {
      boolean left = !b.isAdded() && (b.hasMoved() || b.fresh() != null);
      if (left && b.oldOffset < placed.keptEnd()) {
        long size = Math.min(b.oldSize, placed.keptEnd() - b.oldOffset);
        draft.patches.clear(b.oldOffset, size, "old " + b);
      }
    }
    for (Block b : blocks.all()) {
      MemorySegment fresh = b.fresh();
      if (fresh != null) {
        draft.patches.put(b.offset, b.toString(), fresh);
      } else if (b.hasMoved()) {
        draft.patches.keep(b.offset, b.toString(), draft.model, b.oldOffset, b.oldSize);
      }
    }
  }
}
