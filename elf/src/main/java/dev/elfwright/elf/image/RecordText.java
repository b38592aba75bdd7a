package dev.elfwright.elf.image;

import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Lines of hexadecimal digits, each with a checksum at its end and closed by CR and LF. */
final class RecordText {
  /** Bytes in a record: what programmers of EPROMs take. */
  static final int WIDTH = 16;

  /** An image of more bytes has a text of more than this machine's arrays hold. */
  private static final long LARGEST = 1L << 29;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A line: digits of the bytes behind the mark that begins it. */
  void line(String mark, byte[] bytes) {
    String text = mark + HEX.formatHex(bytes) + "\r\n";
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  LayoutPlan plan(String what) {
    MemorySegment bytes = MemorySegment.ofArray(out.toByteArray());
    return LayoutPlan.of(List.of(new Placement(0, what, new Content.Bytes(bytes))));
  }

  static int sum(byte[] bytes) {
    int sum = 0;
    for (byte b : bytes) {
      sum += b;
    }
    return sum & 0xff;
  }

  /**
   * The bytes of a line behind its mark: the first says how many follow, and the last makes their
   * sum what it has to be.
   *
   * @param uncounted how many bytes the first one does not count, itself and others
   * @param sum the lowest 8 bits of the sum of all
   */
  static byte[] parse(Line line, int mark, int uncounted, int sum) {
    String digits = line.text().substring(mark);
    if (digits.length() < 2 || digits.length() % 2 != 0) {
      throw line.refuse("%d digits are no whole bytes".formatted(digits.length()));
    }
    byte[] bytes;
    try {
      bytes = HEX.parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw line.refuse(
          "expected hexadecimal digits behind '" + line.text().charAt(mark - 1) + "'");
    }
    int expected = Byte.toUnsignedInt(bytes[0]) + uncounted;
    if (bytes.length != expected) {
      throw line.refuse("has %d bytes, and says %d".formatted(bytes.length, expected));
    }
    int right = bytes[bytes.length - 1] + sum - sum(bytes) & 0xff;
    if (sum(bytes) != sum) {
      throw line.refuse("the checksum is %02X, not %02X".formatted(right, bytes[bytes.length - 1]));
    }
    return bytes;
  }

  /** A line of a text that is read. */
  record Line(String file, int number, String text) {
    ImageFormatException refuse(String why) {
      return new ImageFormatException(file, number, why);
    }
  }

  /** The lines of a text that are not empty, without space around them. */
  static List<Line> lines(String file, MemorySegment text) {
    List<Line> lines = new ArrayList<>();
    String all = new String(text.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    int number = 0;
    for (String line : (Iterable<String>) all.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        lines.add(new Line(file, number, line.strip()));
      }
    }
    return lines;
  }

  /**
   * The chunks of an image at addresses of 32 bits. Negative numbers of 32 bits that were extended
   * to 64, as of kernels, are fine.
   *
   * @throws IllegalArgumentException when there are others, or too many bytes
   */
  static List<MemoryImage.Chunk> within32Bits(MemoryImage image) {
    List<MemoryImage.Chunk> chunks =
        new MemoryImage(
                image.file(),
                image.disjoint().stream()
                    .map(c ->
                        new MemoryImage.Chunk(
                            c.name(), address(image, c.name(), c.address(), c.end()), c.bytes()))
                    .toList(),
                0)
            .disjoint();
    long total = chunks.stream().mapToLong(c -> c.bytes().byteSize()).sum();
    if (total > LARGEST) {
      throw new IllegalArgumentException(
          "%s: 0x%x bytes are too many for a text".formatted(image.file(), total));
    }
    return chunks;
  }

  /** The entry point as an address of 32 bits. */
  static long entry(MemoryImage image) {
    return address(image, "the entry point", image.entry(), image.entry() + 1);
  }

  private static long address(MemoryImage image, String what, long start, long end) {
    boolean plain = start >= 0 && end <= 1L << 32;
    boolean extended = start >= -(1L << 31) && end <= 0;
    if (!plain && !extended) {
      throw new IllegalArgumentException(
          "%s: %s at 0x%x is outside of 32 bits".formatted(image.file(), what, start));
    }
    return start & 0xffff_ffffL;
  }
}
