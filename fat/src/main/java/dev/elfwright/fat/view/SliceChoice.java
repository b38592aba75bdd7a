package dev.elfwright.fat.view;

import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.Slice;
import dev.elfwright.fat.TargetPattern;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which slice of a fat file is shown: of those for the target the highest variant that is wanted.
 * With a variant named, that one or a lower one; otherwise what the processor can run.
 */
public final class SliceChoice {
  private final TargetPattern pattern;
  private final Predicate<Slice> isWanted;

  private SliceChoice(TargetPattern pattern, Predicate<Slice> isWanted) {
    this.pattern = pattern;
    this.isWanted = isWanted;
  }

  /** The choice for what a user asked for, on this machine. */
  public static SliceChoice of(TargetPattern pattern) {
    return of(pattern, Processor.ofThisMachine());
  }

  static SliceChoice of(TargetPattern pattern, Processor processor) {
    if (pattern instanceof TargetPattern.Fields f && f.variant() instanceof Integer variant) {
      TargetPattern anyVariant =
          new TargetPattern.Fields(
              f.text(), f.machine(), f.is64(), f.order(), f.osAbi(), f.abiVersion(), null);
      return new SliceChoice(anyVariant, slice -> slice.target().variant() <= variant);
    }
    return new SliceChoice(pattern, slice -> processor.runs(slice.target()));
  }

  /** The slice to show, if there is one. */
  public Optional<Slice> in(FatFile file) {
    return file.matching(pattern).stream()
        .filter(isWanted)
        .max(Comparator.comparingInt(s -> s.target().variant()));
  }
}
