package dev.elfwright.dwarf;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The long texts of a file that were read. An entry of six bytes can name a text of a megabyte, and
 * all entries the same one, or one that begins a byte later; so each is made once, and all together
 * are not longer than texts that each have bytes of their own could be, and what linkers share.
 */
final class LongTexts {
  /** Names above it are rare even in C++. */
  private static final int LONG = 1024;

  private final Map<Place, String> known = new ConcurrentHashMap<>();
  private final AtomicLong characters = new AtomicLong();

  private record Place(DebugSection section, long offset) {}

  /**
   * The text that stands for all that was read at an offset.
   *
   * @param size of the section in bytes
   * @return null when there were too many
   */
  @Nullable String unique(DebugSection section, long offset, String text, long size) {
    if (text.length() <= LONG) {
      return text;
    }
    String first = known.putIfAbsent(new Place(section, offset), text);
    if (first != null) {
      return first;
    }
    return characters.addAndGet(text.length()) > 4 * size ? null : text;
  }
}
