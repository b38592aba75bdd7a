package dev.elfwright.rseq;

import dev.elfwright.rseq.code.Routine;
import dev.elfwright.rseq.kernel.Words;
import dev.elfwright.rseq.percpu.Sections;
import dev.elfwright.rseq.percpu.Strips;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Numbers from 0 to {@code capacity - 1}, each of which is free or taken: slots of an array, parts
 * of a buffer, connection numbers. All are free at first.
 *
 * <p>Every CPU has a list of free numbers, last in, first out, so a number that was just used is
 * taken again while its memory is in the CPU's cache. Taking and giving are 3 to 6 ns each at any
 * number of threads. When a CPU's list is empty, it takes up to 32 numbers from a common list, and
 * when that is empty, the list of another CPU: microseconds, seldom.
 *
 * <p>A number takes 64 bytes of memory, whatever the number of CPUs.
 *
 * <p>What a thread did before it gave a number is visible to the thread that takes it next.
 */
public final class PerCpuFreeList implements AutoCloseable {
  /** What {@link #take} returns when no number is free. */
  public static final int NONE = -1;

  private static final int AT_ONCE = 32;

  /**
   * Each link has a cache line of its own. Side by side, those of numbers that different CPUs have
   * would share lines: taking eight together on two CPUs took three times as long.
   */
  private static final int LINE = 64;

  private static final int LINE_WORDS = LINE / Long.BYTES;

  /** As many as a section takes well within the time that a thread runs. */
  private static final int LONGEST_CHAIN = 1024;

  private final Strips strips;
  private final long directory;
  private final long field;
  private final int capacity;
  private final MemorySegment links;
  private final long linksAddress;
  private final Optional<AtomicIntegerArray> taken;

  // The common list, guarded by the lock of strips.
  private final int[] common;
  private int commonSize;

  /**
   * All numbers below the capacity, without checking.
   *
   * @throws IllegalArgumentException when the capacity is below 1
   */
  public PerCpuFreeList(int capacity) {
    this(capacity, Checking.NONE, Index.CPU);
  }

  /** The same, with a choice of checking and of what each thread's part is found by. */
  public PerCpuFreeList(int capacity, Checking checking, Index index) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity " + capacity + ", expected at least 1");
    }
    this.capacity = capacity;
    strips = new Strips("this free list", index.field(), Routine.BODY, _ -> {});
    directory = strips.directory();
    field = strips.field();
    // Freed when this is unreachable, so no section ever meets freed links.
    links =
        Sections.AVAILABLE
            ? Arena.ofAuto().allocate((long) LINE * capacity, LINE)
            : MemorySegment.NULL;
    linksAddress = links.address();
    taken =
        switch (checking) {
          case NONE -> Optional.empty();
          case ROBUST -> Optional.of(new AtomicIntegerArray(capacity));
        };
    common = IntStream.range(0, capacity).map(i -> capacity - 1 - i).toArray();
    commonSize = capacity;
  }

  /** What sections call a number: the word of its link, from 1 on. */
  private static long node(int number) {
    return (long) LINE_WORDS * number + 1;
  }

  private static int number(long node) {
    return (int) (node / LINE_WORDS);
  }

  /** How many numbers there are, free or taken. */
  public int capacity() {
    return capacity;
  }

  /**
   * Takes a free number.
   *
   * @return {@link #NONE} when none was found. A number that is given back at the same moment may
   *     be missed.
   * @throws IllegalStateException when this is closed
   */
  public int take() {
    int number = takeUnchecked();
    if (number != NONE && taken.isPresent()) {
      taken.get().set(number, 1);
    }
    return number;
  }

  private int takeUnchecked() {
    do {
      if (Sections.AVAILABLE) {
        long node = Sections.pop(directory, field, linksAddress);
        Reference.reachabilityFence(this);
        if (node > 0) {
          return number(node);
        }
        if (node == 0) {
          return refill();
        }
      }
    } while (strips.prepare());
    return refill();
  }

  /**
   * Takes as many free numbers as there are, up to the length of the array: those of this CPU in
   * one section, so that eight together take little longer than one.
   *
   * @param numbers is filled from its beginning
   * @return how many were taken
   * @throws IllegalStateException when this is closed
   */
  public int take(int[] numbers) {
    int count = 0;
    while (count < numbers.length) {
      int before = count;
      count = takeChain(numbers, count);
      if (count == before) {
        int number = takeUnchecked();
        if (number == NONE) {
          break;
        }
        numbers[count++] = number;
      }
    }
    if (taken.isPresent()) {
      for (int i = 0; i < count; i++) {
        taken.get().set(numbers[i], 1);
      }
    }
    return count;
  }

  /** Fills the array with numbers of this CPU's list; returns how far it is filled. */
  private int takeChain(int[] numbers, int from) {
    if (!Sections.AVAILABLE) {
      return from;
    }
    int most = Math.min(numbers.length - from, LONGEST_CHAIN);
    long node = Sections.popMany(directory, field, linksAddress, most);
    Reference.reachabilityFence(this);
    int count = from;
    // These are ours now, so their links stay as they are; the last may lead to one that is not.
    while (node > 0 && count < from + most) {
      numbers[count++] = number(node);
      node = links.getAtIndex(ValueLayout.JAVA_LONG, node - 1);
    }
    return count;
  }

  /**
   * Gives a number back.
   *
   * @throws IndexOutOfBoundsException when there is no such number
   * @throws IllegalStateException when this is closed; with {@link Checking#ROBUST} also when the
   *     number is not taken
   */
  public void give(int number) {
    Objects.checkIndex(number, capacity);
    if (taken.isPresent() && !taken.get().compareAndSet(number, 1, 0)) {
      strips.requireOpen();
      throw new IllegalStateException("number " + number + " is given back but was not taken");
    }
    giveUnchecked(number);
  }

  private void giveUnchecked(int number) {
    do {
      if (Sections.AVAILABLE && push(number, number) == 0) {
        return;
      }
    } while (strips.prepare());
    strips.locked(() -> toCommon(number));
  }

  private long push(int first, int last) {
    long done = Sections.push(directory, field, node(first), node(last), linksAddress);
    Reference.reachabilityFence(this);
    return done;
  }

  /**
   * Gives numbers back, in one section: the first of them is the first to be taken again.
   *
   * @param numbers the first {@code count} of them
   * @throws IndexOutOfBoundsException when there is no such number, or are not so many; then none
   *     is given
   * @throws IllegalStateException when this is closed; with {@link Checking#ROBUST} also when a
   *     number is not taken: those before it are given then
   */
  public void give(int[] numbers, int count) {
    Objects.checkFromIndexSize(0, count, numbers.length);
    for (int i = 0; i < count; i++) {
      Objects.checkIndex(numbers[i], capacity);
    }
    if (taken.isPresent()) {
      // One by one, so that each is checked and given, or neither.
      for (int i = 0; i < count; i++) {
        give(numbers[i]);
      }
    } else if (count > 0) {
      giveUnchecked(numbers, count);
    }
  }

  private void giveUnchecked(int[] numbers, int count) {
    do {
      if (Sections.AVAILABLE && pushChain(numbers, 0, count) == 0) {
        return;
      }
    } while (strips.prepare());
    strips.locked(() -> {
      for (int i = 0; i < count; i++) {
        toCommon(numbers[i]);
      }
    });
  }

  private long pushChain(int[] numbers, int from, int count) {
    int last = from + count - 1;
    for (int i = from; i < last; i++) {
      links.setAtIndex(ValueLayout.JAVA_LONG, node(numbers[i]) - 1, node(numbers[i + 1]));
    }
    return push(numbers[from], numbers[last]);
  }

  /** A number from the common list, and some more for this CPU. */
  private int refill() {
    int[] number = {NONE};
    strips.locked(() -> {
      if (commonSize == 0) {
        takeOther();
      }
      if (commonSize > 0) {
        number[0] = common[--commonSize];
      }
      int more = Math.min(commonSize / 2, AT_ONCE - 1);
      if (more > 0 && Sections.AVAILABLE && pushChain(common, commonSize - more, more) == 0) {
        commonSize -= more;
      }
    });
    return number[0];
  }

  /** The list of the first CPU that has one becomes the common list. */
  private void takeOther() {
    for (int cpu = 0; cpu < strips.count() && commonSize == 0; cpu++) {
      long strip = strips.strip(cpu);
      if (strip != 0 && Words.getAcquire(strip) != 0) {
        strips.replace(cpu, this::listToCommon);
      }
    }
  }

  private void listToCommon(long strip) {
    for (long node = Words.get(strip);
        node != 0;
        node = links.getAtIndex(ValueLayout.JAVA_LONG, node - 1)) {
      toCommon(number(node));
    }
  }

  private void toCommon(int number) {
    if (commonSize == capacity) {
      throw new IllegalStateException(
          "more numbers are free than there are: one was given back twice; Checking.ROBUST finds"
              + " out which");
    }
    common[commonSize++] = number;
  }

  /**
   * Brings the free numbers of all CPUs back to the common list, so that any CPU can take them.
   * Others go on taking and giving meanwhile.
   *
   * @return how many are there now
   * @throws IllegalStateException when this is closed
   */
  public int drain() {
    int[] size = {0};
    strips.locked(() -> {
      strips.replaceAll(this::listToCommon);
      size[0] = commonSize;
    });
    return size[0];
  }

  /**
   * The numbers that are taken at this moment: once everybody should have given back, what leaks.
   *
   * @throws UnsupportedOperationException without {@link Checking#ROBUST}
   */
  public IntStream taken() {
    AtomicIntegerArray states =
        taken.orElseThrow(() -> new UnsupportedOperationException("made without Checking.ROBUST"));
    return IntStream.range(0, capacity).filter(i -> states.get(i) != 0);
  }

  @Override
  public void close() {
    strips.close();
  }
}
