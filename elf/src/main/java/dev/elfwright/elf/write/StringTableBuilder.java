package dev.elfwright.elf.write;

import dev.elfwright.elf.Names;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lays out a string table (gABI, "String Table"): a NUL first, each string once, and a string that
 * ends another one inside of it. The order depends on the strings only, not on when they came.
 */
public final class StringTableBuilder {
  private final Map<String, Long> offsets = new HashMap<>();
  private @Nullable MemorySegment built;

  /** A table that holds the empty string only. */
  public StringTableBuilder() {}

  /**
   * Adds a string; adding it again changes nothing.
   *
   * @throws IllegalStateException when the table is built
   */
  public void add(String text) {
    if (built != null) {
      throw new IllegalStateException("the table is built");
    }
    offsets.put(text, 0L);
  }

  /** The table's bytes, always the same. */
  public MemorySegment build() {
    MemorySegment made = built;
    if (made == null) {
      made = layOut();
      built = made;
    }
    return made;
  }

  /**
   * The offset of a string that was added.
   *
   * @throws NullPointerException when it was not
   */
  public long offsetOf(String text) {
    MemorySegment _ = build();
    return Objects.requireNonNull(offsets.get(text), text);
  }

  private record Text(String text, byte[] bytes) {}

  /** Sorted by their reversed bytes, a string stands right before those that it ends. */
  private MemorySegment layOut() {
    Text[] texts =
        offsets.keySet().stream().map(t -> new Text(t, Names.encode(t))).toArray(Text[]::new);
    Arrays.sort(texts, (a, b) -> compareReversed(a.bytes, b.bytes));
    long size = 1;
    for (int i = 0; i < texts.length; i++) {
      boolean inNext = i + 1 < texts.length && ends(texts[i + 1].bytes, texts[i].bytes);
      size += inNext || texts[i].bytes.length == 0 ? 0 : texts[i].bytes.length + 1L;
    }
    MemorySegment out = Arena.ofAuto().allocate(size);
    long at = 1;
    long last = 0;
    for (int i = texts.length - 1; i >= 0; i--) {
      byte[] bytes = texts[i].bytes;
      if (bytes.length == 0) {
        offsets.put(texts[i].text, 0L);
      } else if (i + 1 < texts.length && ends(texts[i + 1].bytes, bytes)) {
        last += texts[i + 1].bytes.length - bytes.length;
        offsets.put(texts[i].text, last);
      } else {
        MemorySegment.copy(bytes, 0, out, ValueLayout.JAVA_BYTE, at, bytes.length);
        offsets.put(texts[i].text, at);
        last = at;
        at += bytes.length + 1L;
      }
    }
    return out;
  }

  private static int compareReversed(byte[] a, byte[] b) {
    for (int i = a.length - 1, j = b.length - 1; i >= 0 && j >= 0; i--, j--) {
      if (a[i] != b[j]) {
        return Byte.compareUnsigned(a[i], b[j]);
      }
    }
    return Integer.compare(a.length, b.length);
  }

  private static boolean ends(byte[] whole, byte[] end) {
    int start = whole.length - end.length;
    return start >= 0 && Arrays.equals(whole, start, whole.length, end, 0, end.length);
  }
}
