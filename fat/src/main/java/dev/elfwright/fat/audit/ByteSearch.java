package dev.elfwright.fat.audit;

/** Looks for some bytes in content that comes in pieces. */
final class ByteSearch {
  private final byte[] pattern;
  private final long notBefore;
  private long position;
  private int matched;
  private long found = -1;

  /**
   * A search whose first place counts.
   *
   * @param pattern bytes of which the first occurs only once in it, so that none is passed over
   * @param notBefore the first offset of interest
   */
  ByteSearch(byte[] pattern, long notBefore) {
    this.pattern = pattern.clone();
    this.notBefore = notBefore;
  }

  void feed(byte[] bytes, int length) {
    if (found >= 0) {
      return;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[i] == pattern[matched]) {
        matched++;
        if (matched == pattern.length) {
          matched = 0;
          long at = position + i + 1 - pattern.length;
          if (at >= notBefore) {
            found = at;
            return;
          }
        }
      } else if (matched > 0) {
        matched = bytes[i] == pattern[0] ? 1 : 0;
      }
    }
    position += length;
  }

  /** Where, or -1. */
  long found() {
    return found;
  }
}
