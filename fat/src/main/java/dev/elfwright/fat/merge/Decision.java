package dev.elfwright.fat.merge;

/** What is to be done with a path whose trees contradict each other. */
public sealed interface Decision {
  /** Put all into one fat file. */
  record Fatten() implements Decision {}

  /**
   * Take one.
   *
   * @param tree the name of the tree, or {@code first} for the first that has the path
   */
  record Take(String tree) implements Decision {}

  /** Keep each, under its name with a dot and the tree's name behind it. */
  record Both() implements Decision {}

  /** Leave the path out. */
  record Drop() implements Decision {}

  /** Merge nothing before somebody has decided. */
  record Refuse() implements Decision {}
}
