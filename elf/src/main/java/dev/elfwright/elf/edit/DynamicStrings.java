package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.Names;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic string table while it changes. A string that is there is used again, one that fits
 * into what became free is put there, and only what is left makes the table longer: thus setting a
 * path many times does not pile up old ones.
 */
final class DynamicStrings {
  private byte[] table;
  private int size;
  private final ElfBytes in;

  /** Bytes that something points to. */
  private final BitSet used = new BitSet();

  /** Fills {@link #used}, once that is needed: it costs a look at every symbol's name. */
  private @Nullable Consumer<DynamicStrings> users;

  private final Map<String, Long> placed = new HashMap<>();
  private boolean changed;

  /**
   * The strings of a file.
   *
   * @param users calls {@link #use} for every string that stays
   */
  DynamicStrings(ElfBytes whole, long offset, long tableSize, Consumer<DynamicStrings> users) {
    this.users = users;
    MemorySegment bytes = whole.slice(offset, tableSize, "DT_STRTAB");
    this.table = bytes.toArray(ValueLayout.JAVA_BYTE);
    this.size = table.length;
    this.in =
        new ElfBytes(
            whole.file(), bytes, whole.is64(), whole.order() == java.nio.ByteOrder.BIG_ENDIAN);
  }

  /** The string at an offset of the original table. */
  String at(long offset) {
    return in.string(offset, in.size(), "DT_STRTAB");
  }

  /** Says that something will go on pointing to this offset. */
  void use(long offset) {
    if (offset >= 0 && offset < in.size()) {
      int start = (int) offset;
      used.set(start, Math.min(end(start) + 1, table.length));
    }
  }

  private void findUsed() {
    Consumer<DynamicStrings> once = users;
    users = null;
    if (once != null) {
      once.accept(this);
    }
  }

  private int end(int start) {
    int at = start;
    while (at < size && table[at] != 0) {
      at++;
    }
    return at;
  }

  /** Leaves zeros where a string was, but for what {@link #use} named. */
  void free(long offset) {
    if (offset <= 0 || offset >= in.size()) {
      return;
    }
    findUsed();
    int end = end((int) offset);
    for (int at = (int) offset; at < end; at++) {
      if (!used.get(at)) {
        table[at] = 0;
        changed = true;
      }
    }
  }

  /** The offset of a string, which is added when it is not there. */
  long offsetOf(String text) {
    return placed.computeIfAbsent(text, this::place);
  }

  private long place(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    byte[] bytes = Names.encode(text);
    int found = find(bytes);
    if (found < 0) {
      found = gap(bytes.length + 1);
      if (found < 0) {
        found = size;
        size += bytes.length + 1;
        table = Arrays.copyOf(table, Math.max(size, table.length));
      }
      System.arraycopy(bytes, 0, table, found, bytes.length);
      changed = true;
    }
    used.set(found, found + bytes.length + 1);
    return found;
  }

  /** Where the bytes stand with a NUL behind them, or -1. */
  private int find(byte[] text) {
    byte first = text[0];
    for (int at = 0; at + text.length < size; at++) {
      if (table[at] == first
          && table[at + text.length] == 0
          && Arrays.equals(table, at, at + text.length, text, 0, text.length)) {
        return at;
      }
    }
    return -1;
  }

  /** The start of as many zeros that nothing points to, behind one that ends what comes before. */
  private int gap(int length) {
    int run = 0;
    for (int at = 1; at < size; at++) {
      run = table[at] == 0 && table[at - 1] == 0 && !used.get(at) ? run + 1 : 0;
      if (run == length) {
        if (users == null) {
          return at - length + 1;
        }
        findUsed();
        return gap(length);
      }
    }
    return -1;
  }

  boolean hasChanged() {
    return changed || size != in.size();
  }

  MemorySegment bytes() {
    MemorySegment out = Arena.ofAuto().allocate(size);
    out.copyFrom(MemorySegment.ofArray(table).asSlice(0, size));
    return out;
  }
}
