package dev.elfwright.rseq.percpu;

import dev.elfwright.rseq.kernel.Kernel;
import dev.elfwright.rseq.kernel.Words;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Memory for strips. No page is shared by two CPUs, so that each page can come from its CPU's node,
 * and no cache line travels; the small strips of one CPU, of whatever structures, share pages.
 */
final class StripMemory {
  private static final long PAGE = 4096;
  private static final long LINE = 64;

  /** Small strips of one home and size: a power of two of at most half a page. */
  private record Shelf(int home, long size) {}

  private static final Map<Shelf, Deque<Long>> FREE = new HashMap<>();

  private StripMemory() {}

  /**
   * Memory of zeros, at the beginning of a cache line.
   *
   * @param home the CPU that will use it, or a number below 0 for what all read and nobody writes
   * @param node the memory node that it should come from
   * @throws OutOfMemoryError when there is none
   */
  static synchronized long allocate(int home, long size, Optional<Integer> node) {
    if (size > PAGE / 2) {
      return map(size, node);
    }
    var shelf = new Shelf(home, shelfSize(size));
    Deque<Long> free = FREE.computeIfAbsent(shelf, _ -> new ArrayDeque<>());
    if (free.isEmpty()) {
      long page = map(PAGE, node);
      for (long at = PAGE - shelf.size(); at >= 0; at -= shelf.size()) {
        free.push(page + at);
      }
    }
    return free.pop();
  }

  /** Gives memory back that nobody uses any more. */
  static synchronized void free(int home, long address, long size) {
    if (size > PAGE / 2) {
      kernel().unmap(address, pages(size));
      return;
    }
    var shelf = new Shelf(home, shelfSize(size));
    Words.clear(address, shelf.size());
    FREE.computeIfAbsent(shelf, _ -> new ArrayDeque<>()).push(address);
  }

  private static long shelfSize(long size) {
    return Math.max(LINE, Long.highestOneBit(2 * size - 1));
  }

  private static long pages(long size) {
    return (size + PAGE - 1) / PAGE * PAGE;
  }

  private static long map(long size, Optional<Integer> node) {
    long address = kernel().map(pages(size));
    if (address < 0) {
      throw new OutOfMemoryError(
          "no memory for %d bytes of a CPU (%s)".formatted(size, Kernel.error(address)));
    }
    // A wish: where it is not granted, the memory comes from another node.
    node.ifPresent(n -> kernel().prefer(address, pages(size), n));
    return address;
  }

  private static Kernel kernel() {
    return Setup.get().kernel().orElseThrow();
  }
}
