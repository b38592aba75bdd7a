package dev.elfwright.elf.write;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file before it is written: which bytes stand where. A plan can be printed, compared and tested;
 * {@link ElfWriter} turns it into a file. What no placement covers is a hole.
 *
 * @param size the file's size in bytes
 * @param placements the pieces, sorted by offset; none overlaps another or ends past the file
 */
public record LayoutPlan(long size, List<Placement> placements) {
  private static final Comparator<Placement> BY_PLACE =
      Comparator.comparingLong(Placement::offset).thenComparingLong(Placement::end);

  /**
   * Sorts and checks.
   *
   * @throws IllegalArgumentException when two placements overlap, or one ends past the file
   */
  public LayoutPlan {
    if (size < 0) {
      throw new IllegalArgumentException("a file of " + size + " bytes");
    }
    placements = placements.stream().sorted(BY_PLACE).toList();
    Placement before = null;
    for (Placement p : placements) {
      if (p.end() > size) {
        throw new IllegalArgumentException(
            "%s ends at 0x%x, past the file's end at 0x%x".formatted(p.what(), p.end(), size));
      }
      if (before != null && p.offset() < before.end()) {
        throw new IllegalArgumentException(
            "%s at 0x%x overlaps %s, which ends at 0x%x"
                .formatted(p.what(), p.offset(), before.what(), before.end()));
      }
      before = p;
    }
  }

  /** A plan for a file that ends where its last placement does. */
  public static LayoutPlan of(List<Placement> placements) {
    return new LayoutPlan(
        placements.stream().mapToLong(Placement::end).max().orElse(0), placements);
  }

  /** A table: offset, size, and what stands there, a line for each placement. */
  @Override
  public String toString() {
    return placements.stream()
        .map(Placement::toString)
        .collect(Collectors.joining("\n", "", "\n%#12x %12s  end\n".formatted(size, "")));
  }
}
