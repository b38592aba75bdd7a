package dev.elfwright.fat.view;

/** Is told how far the work is. */
@FunctionalInterface
public interface ViewProgress {
  /**
   * Called now and then, from the thread that works.
   *
   * @param step what is being done
   * @param done how many files it is done for
   * @param total how many there are, 0 if that is not known
   */
  void update(String step, long done, long total);
}
