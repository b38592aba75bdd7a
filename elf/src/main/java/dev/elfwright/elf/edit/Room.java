package dev.elfwright.elf.edit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Unused bytes of memory that are, or can become, part of a read-only segment.
 *
 * @param address the first byte's address
 * @param offset the first byte's place in the file
 * @param size in bytes; {@link Long#MAX_VALUE} where the file may grow
 */
record Room(long address, long offset, long size) {
  /** The smallest of the rooms that a block fits into, or null. */
  static @Nullable Room smallestFor(Block b, List<Room> rooms) {
    Room best = null;
    for (Room r : rooms) {
      long skip = Math.floorMod(-r.address, b.alignment);
      if (r.size - skip >= b.size() && (best == null || r.size < best.size)) {
        best = r;
      }
    }
    return best;
  }

  /** Puts a block at the start and gives what is left. */
  Room take(Block b) {
    long skip = Math.floorMod(-address, b.alignment);
    b.address = address + skip;
    b.offset = offset + skip;
    long used = skip + b.size();
    return new Room(address + used, offset + used, size == Long.MAX_VALUE ? size : size - used);
  }
}
