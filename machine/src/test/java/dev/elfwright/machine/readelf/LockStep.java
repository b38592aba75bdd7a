package dev.elfwright.machine.readelf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Compares what is written with what can be read from elsewhere, and keeps the first difference.
 */
final class LockStep extends OutputStream {
  /** The rest of the text does not matter any more. */
  static final class Stop extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final InputStream expected;
  private final StringBuilder line = new StringBuilder();
  private String previous = "";
  private String difference = "";

  LockStep(InputStream expected) {
    this.expected = expected;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    byte[] theirs = expected.readNBytes(length);
    int same = Arrays.mismatch(bytes, from, from + length, theirs, 0, theirs.length);
    remember(bytes, from, same < 0 ? length : same);
    if (same >= 0) {
      String rest = new String(theirs, same, theirs.length - same, StandardCharsets.ISO_8859_1);
      rest += new String(expected.readNBytes(500), StandardCharsets.ISO_8859_1);
      String ours = new String(bytes, from + same, length - same, StandardCharsets.ISO_8859_1);
      difference = describe(firstLine(ours), firstLine(rest));
      throw new Stop();
    }
  }

  /** Call when all is written: whatever is left to read is a difference too. */
  void end() throws IOException {
    byte[] rest = expected.readNBytes(500);
    if (rest.length != 0 && difference.isEmpty()) {
      difference = describe("", firstLine(new String(rest, StandardCharsets.ISO_8859_1)));
    }
  }

  private String describe(String ours, String theirs) {
    return "after  %s%n  expected %s|%s%n  but was  %s|%s"
        .formatted(previous, line, theirs, line, ours);
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end) + "\\n";
  }

  private void remember(byte[] bytes, int from, int length) {
    int last = from + length - 1;
    while (last >= from && bytes[last] != '\n') {
      last--;
    }
    if (last >= from) {
      int before = last - 1;
      while (before >= from && bytes[before] != '\n') {
        before--;
      }
      previous = new String(bytes, before + 1, last - before - 1, StandardCharsets.ISO_8859_1);
      line.setLength(0);
    }
    line.append(
        new String(
            bytes,
            last < from ? from : last + 1,
            from + length - Math.max(from, last + 1),
            StandardCharsets.ISO_8859_1));
  }

  /** The first difference in words, empty when there is none. */
  String difference() {
    return difference;
  }
}
