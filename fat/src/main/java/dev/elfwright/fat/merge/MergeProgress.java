package dev.elfwright.fat.merge;

/** Is told how far a merge is; from several threads. */
@FunctionalInterface
public interface MergeProgress {
  /** A step advances; {@code total} is 0 where it is not known. */
  void update(String step, long done, long total);
}
