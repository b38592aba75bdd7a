package dev.elfwright.elf;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The entries of a table in the file. Those of an ordinary size are read at once. A count that only
 * core dumps and hostile files have would cost more heap than the file has bytes; such entries are
 * read whenever they are asked for.
 */
final class LazyTable<T> extends AbstractList<T> implements RandomAccess {
  /** What the 16 bits of e_shnum and e_phnum can say. */
  private static final int ORDINARY = 0xffff;

  private final int count;
  private final IntFunction<T> read;

  private LazyTable(int count, IntFunction<T> read) {
    this.count = count;
    this.read = read;
  }

  static <T> List<T> of(int count, IntFunction<T> read) {
    return count <= ORDINARY
        ? IntStream.range(0, count).mapToObj(read).toList()
        : new LazyTable<>(count, read);
  }

  @Override
  public T get(int index) {
    return read.apply(java.util.Objects.checkIndex(index, count));
  }

  @Override
  public int size() {
    return count;
  }
}
