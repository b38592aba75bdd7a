package dev.elfwright.elf.image;

import dev.elfwright.elf.Names;
import dev.elfwright.elf.write.LayoutPlan;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * Motorola S-records (M68000 Family Programmer's Reference Manual, appendix C; objcopy -O srec).
 *
 * <pre>
 * 'S' type count(1) address(2..4) data checksum(1), but for the type all as hexadecimal digits;
 *     count is that of the bytes behind it, and the sum of all is 0xff
 * type 0        a name, at address 0
 *      1, 2, 3  data at an address of 2, 3 or 4 bytes
 *      5, 6     how many records of data there were
 *      9, 8, 7  the end, with an entry point of 2, 3 or 4 bytes
 * </pre>
 */
public final class SRecords {
  /** Longer names make records that some programmers refuse. */
  private static final int LONGEST_NAME = 40;

  private final RecordText text = new RecordText();

  private SRecords() {}

  /**
   * The plan of an image's text. All addresses have as many bytes as the largest needs.
   *
   * @param name what the first record says, usually the name of the file that is written
   * @throws IllegalArgumentException when an address needs more than 32 bits
   */
  public static LayoutPlan plan(MemoryImage image, String name) {
    SRecords out = new SRecords();
    long entry = RecordText.entry(image);
    List<MemoryImage.Chunk> chunks = RecordText.within32Bits(image);
    long largest = chunks.stream().mapToLong(c -> c.end() - 1).max().orElse(0);
    int width = width(Math.max(largest, entry));
    byte[] encoded = Names.encode(name);
    out.record(0, 2, 0, Arrays.copyOf(encoded, Math.min(encoded.length, LONGEST_NAME)));
    for (MemoryImage.Chunk c : chunks) {
      for (long done = 0; done < c.bytes().byteSize(); done += RecordText.WIDTH) {
        long count = Math.min(RecordText.WIDTH, c.bytes().byteSize() - done);
        byte[] bytes = c.bytes().asSlice(done, count).toArray(ValueLayout.JAVA_BYTE);
        out.record(width - 1, width, c.address() + done, bytes);
      }
    }
    out.record(11 - width, width, entry, new byte[0]);
    return out.text.plan("S-records");
  }

  private static int width(long address) {
    return address <= 0xffff ? 2 : address <= 0xff_ffff ? 3 : 4;
  }

  private void record(int type, int width, long address, byte[] data) {
    byte[] bytes = new byte[1 + width + data.length + 1];
    bytes[0] = (byte) (bytes.length - 1);
    for (int i = 0; i < width; i++) {
      bytes[1 + i] = (byte) (address >> 8 * (width - 1 - i));
    }
    System.arraycopy(data, 0, bytes, 1 + width, data.length);
    bytes[bytes.length - 1] = (byte) ~RecordText.sum(bytes);
    text.line("S" + type, bytes);
  }

  /**
   * The image that a text says. What follows the record of the end is not read; that record may be
   * missing.
   *
   * @throws ImageFormatException when these are no S-records, or they have no data
   */
  public static MemoryImage read(String file, MemorySegment text) {
    Runs runs = new Runs();
    List<RecordText.Line> lines = RecordText.lines(file, text);
    for (RecordText.Line line : lines) {
      if (!line.text().matches("[Ss][0-9].*")) {
        throw line.refuse("expected 'S' and a digit at the start");
      }
      int type = line.text().charAt(1) - '0';
      byte[] r = RecordText.parse(line, 2, 1, 0xff);
      switch (type) {
        case 1, 2, 3 -> runs.add(address(line, r, type + 1), r, type + 2, r.length - 1);
        case 7, 8, 9 -> {
          return runs.image(file, line.number(), address(line, r, 11 - type));
        }
        case 0, 5, 6 -> {}
        default -> throw line.refuse("record type S%d is none".formatted(type));
      }
    }
    return runs.image(file, lines.isEmpty() ? 1 : lines.getLast().number(), 0);
  }

  private static long address(RecordText.Line line, byte[] r, int width) {
    if (r.length < width + 2) {
      throw line.refuse("an address has %d bytes here".formatted(width));
    }
    long address = 0;
    for (int i = 1; i <= width; i++) {
      address = address << 8 | r[i] & 0xff;
    }
    return address;
  }
}
