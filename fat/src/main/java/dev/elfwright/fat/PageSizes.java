package dev.elfwright.fat;

import java.util.List;
import java.util.Map;

/**
 * To what slices are aligned.
 *
 * @param rules for targets that fit, in bytes, powers of two; the first that fits counts
 * @param otherwise for all others, 0 meaning {@link Target#pageSize}
 */
public record PageSizes(List<Map.Entry<TargetPattern, Long>> rules, long otherwise) {
  /** The largest alignment, in bytes: what no kernel's page size exceeds. */
  public static final long LARGEST = 0x10000;

  /** The page size of each architecture. */
  public static final PageSizes OF_ARCHITECTURES = new PageSizes(List.of(), 0);

  /**
   * Checks.
   *
   * @throws FatRefusedException when an alignment is no power of two from 1 to {@link #LARGEST}
   */
  public PageSizes {
    rules = List.copyOf(rules);
    rules.forEach(r -> check(r.getValue()));
    if (otherwise != 0) {
      check(otherwise);
    }
  }

  /** One alignment for all slices. */
  public static PageSizes of(long bytes) {
    check(bytes);
    return new PageSizes(List.of(), bytes);
  }

  private static void check(long bytes) {
    if (bytes < 1 || bytes > LARGEST || Long.bitCount(bytes) != 1) {
      throw new FatRefusedException(
          "alignment %d, expected a power of two up to %d".formatted(bytes, LARGEST));
    }
  }

  long of(Target target) {
    for (Map.Entry<TargetPattern, Long> rule : rules) {
      if (rule.getKey() instanceof TargetPattern.Fields f && f.fits(target)) {
        return rule.getValue();
      }
    }
    return otherwise == 0 ? target.pageSize() : otherwise;
  }

  long align(long offset, Target target) {
    long size = of(target);
    return (offset + size - 1) & -size;
  }
}
