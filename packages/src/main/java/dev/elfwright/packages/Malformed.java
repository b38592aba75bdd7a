package dev.elfwright.packages;

import java.io.IOException;

/** Tells what a library complains of in one way. */
final class Malformed {
  private Malformed() {}

  /** A step of a decoder. */
  interface Step<T> {
    T run() throws IOException;
  }

  /** The step's result, or a defect of the archive at an offset of the stream that is read. */
  static <T> T orElse(String where, long offset, Step<T> step) {
    try {
      return step.run();
    } catch (PackageFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      String reason = e.getMessage();
      throw new PackageFormatException(
          where,
          "offset %d: %s"
              .formatted(
                  offset,
                  reason == null || reason.isBlank() ? e.getClass().getSimpleName() : reason));
    }
  }
}
