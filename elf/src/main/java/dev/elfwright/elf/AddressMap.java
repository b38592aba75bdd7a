package dev.elfwright.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * Which file offset stands for which address: the file parts of all PT_LOAD segments, cut where
 * they overlap and sorted, so that a look-up takes the logarithm of their number. The gABI wants
 * segments in order and apart; where they are not, the first in the table counts. Addresses are
 * compared without sign, for those of kernels are high.
 */
final class AddressMap {
  private static final Comparator<Part> BY_ADDRESS =
      (a, b) -> Long.compareUnsigned(a.address, b.address);
  private static final Comparator<Part> BY_END = (a, b) -> Long.compareUnsigned(a.end(), b.end());

  /** What is in the file of a segment. */
  private record Part(int order, long address, long offset, long size) {
    long end() {
      return address + size;
    }
  }

  /** From an address on, up to the next piece at most, a part counts. */
  private record Piece(long address, Part part) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final List<Part> byEnd = new ArrayList<>();

  AddressMap(List<Segment> segments, long fileSize) {
    int order = 0;
    for (Segment s : segments) {
      if (s.isLoad() && s.offset() >= 0 && s.offset() <= fileSize && s.fileSize() >= 0) {
        long size = Math.min(s.fileSize(), fileSize - s.offset());
        long room = -1 - s.address(); // up to where addresses would begin again
        byEnd.add(
            new Part(
                order++,
                s.address(),
                s.offset(),
                Long.compareUnsigned(size, room) > 0 ? room : size));
      }
    }
    cut(byEnd.stream().filter(p -> p.size > 0).sorted(BY_ADDRESS).toList());
    // Stable, so that of equal ends the first in the table stays first.
    byEnd.sort(BY_END);
  }

  /**
   * Goes from border to border; of the parts that are open there, the first in the table counts.
   */
  private void cut(List<Part> parts) {
    PriorityQueue<Part> open = new PriorityQueue<>((a, b) -> Integer.compare(a.order, b.order));
    long at = 0;
    for (int i = 0; i < parts.size() || !open.isEmpty(); ) {
      if (open.isEmpty()) {
        at = parts.get(i).address;
      }
      while (i < parts.size() && parts.get(i).address == at) {
        open.add(parts.get(i++));
      }
      while (!open.isEmpty() && Long.compareUnsigned(open.peek().end(), at) <= 0) {
        open.poll();
      }
      Part first = open.peek();
      if (first != null) {
        pieces.add(new Piece(at, first));
        boolean isCut =
            i < parts.size() && Long.compareUnsigned(parts.get(i).address, first.end()) < 0;
        at = isCut ? parts.get(i).address : first.end();
      }
    }
  }

  /** See {@link ElfModel#offsetOf}. */
  OptionalLong offsetOf(long address, long size) {
    int index = lastNotAbove(address);
    if (index >= 0 && size >= 0) {
      Part p = pieces.get(index).part;
      long distance = address - p.address;
      if (Long.compareUnsigned(distance, p.size) < 0) {
        return size <= p.size - distance
            ? OptionalLong.of(p.offset + distance)
            : OptionalLong.empty();
      }
    }
    return size == 0 ? endingAt(address) : OptionalLong.empty();
  }

  private int lastNotAbove(long address) {
    int low = 0;
    for (int high = pieces.size(); low < high; ) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(pieces.get(middle).address, address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** The last of those that end at an address. */
  private OptionalLong endingAt(long address) {
    int low = 0;
    for (int high = byEnd.size(); low < high; ) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(byEnd.get(middle).end(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0 || byEnd.get(low - 1).end() != address) {
      return OptionalLong.empty();
    }
    Part p = byEnd.get(low - 1);
    return OptionalLong.of(p.offset + p.size);
  }
}
