package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Output on its way to a stream, as bytes: names in ELF files have no encoding, and readelf in the
 * C locale writes their bytes as they stand. Numbers are put together by hand, for a library has
 * hundreds of thousands of symbols and {@code String.format} takes a microsecond.
 */
final class Text {
  /**
   * The most bytes of text for a byte of the file. A bitmap of eight bytes in a RELR table becomes
   * 63 lines of 17; only names that millions of hostile symbols share come near the limit.
   */
  private static final long LARGEST_RATIO = 256;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private int used;
  private long written;
  private long limit = Long.MAX_VALUE;
  private ElfBytes about = NOTHING;

  private static final ElfBytes NOTHING = new ElfBytes("", MemorySegment.NULL, true, false);

  Text(OutputStream out) {
    this.out = out;
  }

  /** Starts the text of a file: from here on, it may have only so many bytes. */
  void begin(ElfBytes file) {
    about = file;
    limit = written + used + (1 << 20) + LARGEST_RATIO * file.size();
  }

  /** Hands over what is still kept back. */
  void flush() {
    int ready = used;
    used = 0;
    written += ready;
    try {
      out.write(buffer, 0, ready);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (written > limit) {
      throw about.malformed(0, "names", "entries share them so often that the text has no end");
    }
  }

  private void room(int bytes) {
    if (used + bytes > buffer.length) {
      flush();
    }
  }

  Text put(char c) {
    room(1);
    buffer[used++] = (byte) c;
    return this;
  }

  /** Text of one byte a character. */
  Text put(String text) {
    int length = text.length();
    if (length > buffer.length) {
      return put(text.substring(0, buffer.length)).put(text.substring(buffer.length));
    }
    room(length);
    for (int i = 0; i < length; i++) {
      buffer[used + i] = (byte) text.charAt(i);
    }
    used += length;
    return this;
  }

  Text put(byte[] bytes, int from, int length) {
    for (int at = from, end = from + length; at < end; ) {
      room(1);
      int step = Math.min(end - at, buffer.length - used);
      System.arraycopy(bytes, at, buffer, used, step);
      used += step;
      at += step;
    }
    return this;
  }

  Text put(Name name) {
    return put(name.bytes(), 0, name.length());
  }

  /** A text and a line feed. */
  Text line(String text) {
    return put(text).put('\n');
  }

  Text line() {
    return put('\n');
  }

  Text spaces(int count) {
    if (count > 0) {
      room(count);
      Arrays.fill(buffer, used, used + count, (byte) ' ');
      used += count;
    }
    return this;
  }

  /** {@code %-*s}. */
  Text left(String text, int width) {
    return put(text).spaces(width - text.length());
  }

  /** {@code %*s}. */
  Text right(String text, int width) {
    return spaces(width - text.length()).put(text);
  }

  /** {@code %-*.*s}: padded or cut to the width. */
  Text fitted(String text, int width) {
    return left(text.length() > width ? text.substring(0, width) : text, width);
  }

  /** {@code %ld}. */
  Text dec(long value) {
    return dec(value, 0);
  }

  /** {@code %*ld}. */
  Text dec(long value, int width) {
    if (value < 0) {
      return right(Long.toString(value), width);
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    spaces(width - digits);
    room(digits);
    long rest = value;
    for (int at = used + digits - 1; at >= used; at--) {
      buffer[at] = DIGITS[(int) (rest % 10)];
      rest /= 10;
    }
    used += digits;
    return this;
  }

  /** {@code %lu}. */
  Text unsigned(long value) {
    return value < 0 ? put(Long.toUnsignedString(value)) : dec(value);
  }

  /** {@code %lx}. */
  Text hex(long value) {
    return hex(value, 1);
  }

  /** {@code %0*lx}. */
  Text hex(long value, int atLeast) {
    int digits = Math.max(atLeast, (67 - Long.numberOfLeadingZeros(value)) >>> 2);
    room(digits);
    long rest = value;
    for (int at = used + digits - 1; at >= used; at--) {
      buffer[at] = DIGITS[(int) (rest & 0xf)];
      rest >>>= 4;
    }
    used += digits;
    return this;
  }

  /** {@code 0x%lx}. */
  Text prefixedHex(long value) {
    return put("0x").hex(value);
  }

  /** {@code %#lx}, which gives zero no prefix. */
  Text alternateHex(long value) {
    return value == 0 ? put('0') : prefixedHex(value);
  }

  /** {@code %#06lx}. */
  Text offset(long value) {
    return value == 0 ? put("000000") : put("0x").hex(value, 4);
  }
}
