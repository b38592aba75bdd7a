package dev.elfwright.link.fuse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** The pages that the starter writes to, as ranges that lie in one mapping each. */
final class WrittenPages {
  private WrittenPages() {}

  static List<StarterPlan.Range> of(
      List<Part> parts,
      long[] slides,
      List<PartEdits.ImportSlot> slots,
      List<PartEdits.ResolverSlot> resolvers) {
    long[] pages =
        LongStream.concat(
                LongStream.of(slides),
                LongStream.concat(
                    slots.stream().mapToLong(PartEdits.ImportSlot::address),
                    resolvers.stream().mapToLong(PartEdits.ResolverSlot::address)))
            .map(a -> a & -ImageLayout.PAGE)
            .sorted()
            .distinct()
            .toArray();
    List<StarterPlan.Range> ranges = new ArrayList<>();
    for (Part p : parts) {
      for (Piece piece : p.pieces()) {
        if (piece.isWritable()) {
          add(
              pages,
              piece.address() & -ImageLayout.PAGE,
              piece.address() + piece.fileSize(),
              ranges);
        }
      }
    }
    return ranges;
  }

  private static void add(long[] pages, long start, long end, List<StarterPlan.Range> ranges) {
    int i = Arrays.binarySearch(pages, start);
    i = i < 0 ? -i - 1 : i;
    while (i < pages.length && pages[i] < end) {
      long first = pages[i];
      long next = first + ImageLayout.PAGE;
      i++;
      while (i < pages.length && pages[i] == next && next < end) {
        next += ImageLayout.PAGE;
        i++;
      }
      ranges.add(new StarterPlan.Range(first, next - first));
    }
  }
}
