package dev.elfwright.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Strings of characters of 1, 2 or 4 bytes, each ended by a character 0, in their order: {@code
 * .rodata.str1.1}, {@code .debug_str}, {@code .comment}.
 */
public final class MergeStrings implements Mergeable, Iterable<MergeStrings.Entry> {
  private final ElfBytes in;
  private final long place;
  private final MemorySegment bytes;
  private final int width;

  MergeStrings(ElfBytes in, long place, MemorySegment bytes, int width) {
    this.in = in;
    this.place = place;
    this.bytes = bytes;
    this.width = width;
  }

  /**
   * One string.
   *
   * @param offset bytes from the start of the section as it is when it is not compressed
   * @param characters its bytes, without the 0 at its end
   */
  public record Entry(long offset, MemorySegment characters) {}

  /** The size of a character in bytes: 1, 2 or 4. */
  public int width() {
    return width;
  }

  /**
   * A string as text: as {@link Names} decodes it, as UTF-16, or as UTF-32 in the file's order.
   *
   * @throws ElfFormatException when it is longer than a megabyte
   */
  public String text(Entry entry) {
    if (entry.characters.byteSize() > ElfBytes.LONGEST_STRING) {
      throw malformed("string of 0x%x bytes".formatted(entry.characters.byteSize()));
    }
    byte[] text = entry.characters.toArray(ValueLayout.JAVA_BYTE);
    return width == 1 ? Names.decode(text) : new String(text, charset());
  }

  private Charset charset() {
    boolean isBig = in.order() == ByteOrder.BIG_ENDIAN;
    return width == 2
        ? isBig ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE
        : isBig ? StandardCharsets.UTF_32BE : StandardCharsets.UTF_32LE;
  }

  /** All strings; the last throws an {@link ElfFormatException} when nothing ends it. */
  @Override
  public Iterator<Entry> iterator() {
    return new Iterator<>() {
      private long at;

      @Override
      public boolean hasNext() {
        return at < bytes.byteSize();
      }

      @Override
      public Entry next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        long start = at;
        while (!isEnd(at)) {
          at += width;
          if (!hasNext()) {
            throw malformed("the string at 0x%x does not end".formatted(start));
          }
        }
        Entry entry = new Entry(start, bytes.asSlice(start, at - start));
        at += width;
        return entry;
      }
    };
  }

  private boolean isEnd(long at) {
    return switch (width) {
      case 1 -> bytes.get(ValueLayout.JAVA_BYTE, at) == 0;
      case 2 -> bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, at) == 0;
      default -> bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at) == 0;
    };
  }

  private ElfFormatException malformed(String message) {
    return in.malformed(place, "mergeable strings", message);
  }
}
