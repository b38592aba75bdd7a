package dev.elfwright.link.fuse;

/** Told of the steps of fusing, in order. */
@FunctionalInterface
public interface FuseProgress {
  /** Tells nobody. */
  FuseProgress NONE = (step, done, of) -> {};

  /**
   * A step begins or advances.
   *
   * @param step what is being done, a verb and its object
   * @param done units done, from 0
   * @param of units in all, at least 1
   */
  void at(String step, int done, int of);
}
