package dev.elfwright.elf.image;

import dev.elfwright.elf.write.LayoutPlan;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Intel HEX (Intel, Hexadecimal Object File Format Specification, Rev. A, 1988; objcopy -O ihex).
 *
 * <pre>
 * ':' count(1) offset(2) type(1) data(count) checksum(1), all as hexadecimal digits;
 *     the sum of all bytes is 0
 * type 00  data at offset + base
 *      01  the end
 *      02  base, bits 4 to 19: what is left of 1 MiB
 *      03  entry point of an 8086: CS, IP
 *      04  base, bits 16 to 31
 *      05  entry point
 * </pre>
 */
public final class IntelHex {
  private static final int DATA = 0;
  private static final int END = 1;
  private static final int SEGMENT_BASE = 2;
  private static final int SEGMENT_ENTRY = 3;
  private static final int LINEAR_BASE = 4;
  private static final int LINEAR_ENTRY = 5;

  /** Addresses up to here can be said by the 8086's records. */
  private static final long MEGABYTE = 1L << 20;

  private final RecordText text = new RecordText();

  /** What records of type 02 and 04 said last. */
  private long segmentBase;

  private long linearBase;

  private IntelHex() {}

  /**
   * The plan of an image's text. Addresses below 1 MiB are said as an 8086 does, those above by
   * their upper half.
   *
   * @throws IllegalArgumentException when an address needs more than 32 bits
   */
  public static LayoutPlan plan(MemoryImage image) {
    IntelHex hex = new IntelHex();
    long entry = RecordText.entry(image);
    for (MemoryImage.Chunk c : RecordText.within32Bits(image)) {
      hex.data(c);
    }
    if (entry >= MEGABYTE) {
      hex.record(LINEAR_ENTRY, 0, word(entry));
    } else if (entry > 0) {
      hex.record(SEGMENT_ENTRY, 0, word((entry & 0xf0000) << 12 | entry & 0xffff));
    }
    hex.record(END, 0, new byte[0]);
    return hex.text.plan("Intel HEX");
  }

  /** A record ends where its base does. */
  private void data(MemoryImage.Chunk c) {
    long size = c.bytes().byteSize();
    for (long done = 0; done < size; ) {
      long at = c.address() + done;
      moveBase(at);
      long room = 0x10000 - (at & 0xffff);
      long count = Math.min(Math.min(RecordText.WIDTH, size - done), room);
      byte[] bytes = c.bytes().asSlice(done, count).toArray(ValueLayout.JAVA_BYTE);
      record(DATA, (int) (at - linearBase - segmentBase), bytes);
      done += count;
    }
  }

  /** Some readers take the sum of both bases: the other one is 0 before one changes. */
  private void moveBase(long at) {
    long ahead = at - linearBase - segmentBase;
    if (ahead >= 0 && ahead <= 0xffff) {
      return;
    }
    if (at < MEGABYTE) {
      segmentBase = at & 0xf0000;
      record(SEGMENT_BASE, 0, half(segmentBase >> 4));
      return;
    }
    if (segmentBase != 0) {
      segmentBase = 0;
      record(SEGMENT_BASE, 0, half(0));
    }
    linearBase = at & 0xffff_0000L;
    record(LINEAR_BASE, 0, half(linearBase >> 16));
  }

  private static byte[] half(long value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  private static byte[] word(long value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  private void record(int type, int offset, byte[] data) {
    byte[] bytes = new byte[data.length + 5];
    bytes[0] = (byte) data.length;
    bytes[1] = (byte) (offset >> 8);
    bytes[2] = (byte) offset;
    bytes[3] = (byte) type;
    System.arraycopy(data, 0, bytes, 4, data.length);
    bytes[bytes.length - 1] = (byte) -RecordText.sum(bytes);
    text.line(":", bytes);
  }

  /**
   * The image that a text says. What follows the record of the end is not read; that record may be
   * missing.
   *
   * @throws ImageFormatException when it is no Intel HEX, or has no data
   */
  public static MemoryImage read(String file, MemorySegment text) {
    Runs runs = new Runs();
    List<RecordText.Line> lines = RecordText.lines(file, text);
    long base = 0;
    long segment = 0;
    long entry = 0;
    for (RecordText.Line line : lines) {
      byte[] r = parse(line);
      switch (r[3]) {
        case DATA -> {
          requireData(line, r);
          runs.add(base + segment + value(r, 1, 3) & 0xffff_ffffL, r, 4, r.length - 1);
        }
        case END -> {
          return runs.image(file, line.number(), entry);
        }
        case SEGMENT_BASE -> segment = value(r, 4, require(line, r, 2)) << 4;
        case SEGMENT_ENTRY -> {
          int end = require(line, r, 4);
          entry = (value(r, 4, 6) << 4) + value(r, 6, end);
        }
        case LINEAR_BASE -> base = value(r, 4, require(line, r, 2)) << 16;
        case LINEAR_ENTRY -> entry = value(r, 4, require(line, r, 4));
        default -> throw line.refuse("record type %d is none".formatted(r[3] & 0xff));
      }
    }
    return runs.image(file, lines.isEmpty() ? 1 : lines.getLast().number(), entry);
  }

  private static byte[] parse(RecordText.Line line) {
    if (!line.text().startsWith(":")) {
      throw line.refuse("expected ':' at the start");
    }
    return RecordText.parse(line, 1, 5, 0);
  }

  private static void requireData(RecordText.Line line, byte[] r) {
    if (r[0] == 0) {
      throw line.refuse("a data record without data");
    }
  }

  /** Where the data ends that must have this many bytes. */
  private static int require(RecordText.Line line, byte[] r, int size) {
    if (r[0] != size) {
      throw line.refuse(
          "record type %d has %d bytes of data, not %d".formatted(r[3], r[0] & 0xff, size));
    }
    return 4 + size;
  }

  private static long value(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
