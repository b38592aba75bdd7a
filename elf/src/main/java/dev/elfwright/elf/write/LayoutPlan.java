package dev.elfwright.elf.write;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
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
      (a, b) ->
          a.offset() == b.offset()
              ? Long.compare(a.end(), b.end())
              : Long.compare(a.offset(), b.offset());

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

  /**
   * This plan with the placements of another one where it has a hole.
   *
   * @param what the name of the hole's placement
   * @param filling as large as the hole
   * @throws IllegalArgumentException when there is no such hole
   */
  public LayoutPlan withHoleFilled(String what, LayoutPlan filling) {
    List<Placement> filled = new ArrayList<>();
    boolean found = false;
    for (Placement p : placements) {
      if (p.what().equals(what) && p.content().equals(new Content.Hole(filling.size()))) {
        found = true;
        for (Placement f : filling.placements()) {
          filled.add(new Placement(p.offset() + f.offset(), f.what(), f.content()));
        }
      } else {
        filled.add(p);
      }
    }
    if (!found) {
      throw new IllegalArgumentException("no hole of %d bytes: %s".formatted(filling.size(), what));
    }
    return new LayoutPlan(size, filled);
  }

  /**
   * The plan that restores the file this one is made from, out of the file this one makes. What the
   * two have in common is taken from there, only the rest is held in memory.
   *
   * @param original the file this plan is made from
   * @param made where the file that this plan makes will be when the inverse is written
   */
  public LayoutPlan inverse(MemorySegment original, Path made) {
    List<Placement> back = new ArrayList<>();
    for (Placement p : placements) {
      if (p.content() instanceof Content.Kept(_, var origin, var length)) {
        back.add(
            new Placement(origin, "unchanged", new Content.FileRange(made, p.offset(), length)));
      }
    }
    back.sort(BY_PLACE);
    List<Placement> restored = new ArrayList<>();
    long at = 0;
    for (Placement p : back) {
      if (p.offset() < at) {
        continue;
      }
      restore(restored, original, at, p.offset());
      restored.add(p);
      at = p.end();
    }
    restore(restored, original, at, original.byteSize());
    return new LayoutPlan(original.byteSize(), restored);
  }

  /** Copies what the new file does not have, so that the original may go. */
  private static void restore(List<Placement> to, MemorySegment original, long from, long until) {
    if (from < until) {
      MemorySegment copy = Arena.ofAuto().allocate(until - from);
      copy.copyFrom(original.asSlice(from, until - from));
      to.add(new Placement(from, "restored", new Content.Bytes(copy)));
    }
  }

  /** A table: offset, size, and what stands there, a line for each placement. */
  @Override
  public String toString() {
    return placements.stream()
        .map(Placement::toString)
        .collect(Collectors.joining("\n", "", "\n%#12x %12s  end\n".formatted(size, "")));
  }
}
