package dev.elfwright.fat.audit;

import java.util.List;

/**
 * What one tree for all architectures takes, in bytes of content.
 *
 * @param apart all regular files of all trees
 * @param identical files that are the same in all, once
 * @param besides files that lie side by side or are there for some architectures, all of them
 * @param conflicts files in conflict, one of each
 * @param thin files that have to be fat, as they are now, for all architectures
 * @param fat the same as fat files, for each alignment
 * @param savedByEqualContent what equal contents at different paths could save on top, as hard
 *     links
 */
public record Sizes(
    long apart,
    long identical,
    long besides,
    long conflicts,
    long thin,
    List<Aligned> fat,
    long savedByEqualContent) {

  /**
   * Fat files with slices aligned in one way.
   *
   * @param alignment in words
   * @param bytes all fat files
   */
  public record Aligned(String alignment, long bytes) {}

  /** Copies the list. */
  public Sizes {
    fat = List.copyOf(fat);
  }

  /** The whole tree with one of the alignments. */
  public long together(Aligned aligned) {
    return identical + besides + conflicts + aligned.bytes();
  }
}
