package dev.elfwright.census;

/** Is told how far a scan is, by any of its threads. */
public interface ScanProgress {
  /** Tells nobody. */
  ScanProgress NONE =
      new ScanProgress() {
        @Override
        public void step(String what) {}

        @Override
        public void reading(
            long done, long total, long unpacked, double rate, double secondsLeft) {}
      };

  /** Told what begins. */
  void step(String what);

  /**
   * Told while sources are read.
   *
   * @param done bytes of files that have been read to their end
   * @param total bytes of files that have to be read
   * @param unpacked bytes of content in them
   * @param rate bytes of content in a second, all threads together
   * @param secondsLeft NaN as long as nothing is done
   */
  void reading(long done, long total, long unpacked, double rate, double secondsLeft);
}
