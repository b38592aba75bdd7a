package dev.elfwright.census.scan;

/** A piece of a scan's work. What is wrong with its input becomes rows, not an exception. */
interface Task {
  /** Bytes that it will read. */
  long size();

  /**
   * Reads.
   *
   * @throws java.io.UncheckedIOException when rows cannot be written
   */
  void run(Worker worker);
}
