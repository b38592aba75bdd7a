package dev.elfwright.rseq.percpu;

import dev.elfwright.rseq.kernel.Words;
import java.lang.ref.Cleaner;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * The memory of a structure: one strip for each CPU, made when the CPU first wants it, and the
 * directory that leads sections to them.
 *
 * <p>Everything that is done to a CPU's memory from outside is one step: the directory's entry is
 * changed, a fence starts all sections again, and from then on nobody knows the old strip. So
 * draining, resizing and closing neither block nor slow those who work meanwhile. The directory
 * itself lives as long as this object is reachable, which is why nothing ever meets freed memory:
 * whoever calls a section holds it.
 *
 * <p>In a JVM without sections there is no memory; all that is left is whether it is closed.
 */
public final class Strips {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int SHARED = -1;
  private static final int WORD = 8;

  /** What has to be freed, apart from the object that is watched. */
  private static final class Holding implements Runnable {
    final int field;
    final int count;
    final long directory;
    long size;

    Holding(int field, long size) {
      this.field = field;
      this.size = size;
      this.count = Setup.get().cpus().count();
      this.directory = StripMemory.allocate(SHARED, directorySize(), Optional.empty());
      Words.set(directory, count);
    }

    long directorySize() {
      return WORD * (1L + count);
    }

    long entry(int cpu) {
      return directory + WORD * (1L + cpu);
    }

    long make(int cpu) {
      Optional<Integer> node =
          field == Setup.CPU_ID ? Setup.get().cpus().node(cpu) : Optional.empty();
      return StripMemory.allocate(cpu, size, node);
    }

    void freeStrips() {
      for (int cpu = 0; cpu < count; cpu++) {
        long strip = Words.exchange(entry(cpu), 0);
        if (strip != 0) {
          StripMemory.free(cpu, strip, size);
        }
      }
    }

    @Override
    public void run() {
      freeStrips();
      StripMemory.free(SHARED, directory, directorySize());
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Optional<Holding> holding;
  private final long directory;
  private final long field;
  private final String name;
  private LongConsumer initialise;
  private volatile boolean closed;

  /**
   * Strips for a structure.
   *
   * @param name what the structure calls itself
   * @param field the distance, in threads' areas, of the number that chooses the strip
   * @param size of each strip in bytes
   * @param initialise fills a strip of zeros, given its address
   */
  public Strips(String name, int field, long size, LongConsumer initialise) {
    this.name = name;
    this.field = field;
    this.initialise = initialise;
    this.holding = Sections.AVAILABLE ? Optional.of(new Holding(field, size)) : Optional.empty();
    this.directory = holding.map(h -> h.directory).orElse(0L);
    holding.ifPresent(h -> CLEANER.register(this, h));
  }

  /** The address that sections take; 0 in a JVM without sections. */
  public long directory() {
    return directory;
  }

  /** The distance that sections take. */
  public long field() {
    return field;
  }

  /** How many strips there can be. */
  public int count() {
    return holding.map(h -> h.count).orElse(0);
  }

  /**
   * What to do when a section was not prepared: registers the thread, makes the strip.
   *
   * @return whether it is worth to try again; otherwise this thread has to do without a CPU
   * @throws IllegalStateException when the structure is closed
   */
  public boolean prepare() {
    requireOpen();
    if (holding.isEmpty()) {
      return false;
    }
    int cpu = Sections.threadField((int) field);
    if (cpu < 0) {
      return Setup.get().registerThread();
    }
    return cpu < Words.get(directory) && makeStrip(holding.get(), cpu);
  }

  private boolean makeStrip(Holding h, int cpu) {
    lock.lock();
    try {
      requireOpen();
      if (Words.get(h.entry(cpu)) == 0) {
        Words.setVolatile(h.entry(cpu), fresh(h, cpu));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private long fresh(Holding h, int cpu) {
    long strip = h.make(cpu);
    initialise.accept(strip);
    return strip;
  }

  /**
   * Complains about use after close.
   *
   * @throws IllegalStateException when the structure is closed
   */
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  /** The strip of a CPU, 0 when it has none; it stays while the lock is held. */
  public long strip(int cpu) {
    return holding.map(h -> Words.getAcquire(h.entry(cpu))).orElse(0L);
  }

  /** The sum over all strips of what a function reads from one. */
  public long sum(LongUnaryOperator read) {
    lock.lock();
    try {
      requireOpen();
      long sum = 0;
      for (int cpu = 0; cpu < count(); cpu++) {
        long strip = strip(cpu);
        if (strip != 0) {
          sum += read.applyAsLong(strip);
        }
      }
      return sum;
    } finally {
      lock.unlock();
    }
  }

  /** Shows every strip, while nobody takes one away. */
  public void forEach(LongConsumer show) {
    sum(strip -> {
      show.accept(strip);
      return 0;
    });
  }

  /** Runs something while nobody takes a strip away or makes one. */
  public void locked(Runnable action) {
    lock.lock();
    try {
      requireOpen();
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives every CPU an empty strip and shows the old ones, in which nobody works any more; then
   * frees them. Operations go on meanwhile, in the new strips.
   */
  public void replaceAll(LongConsumer old) {
    locked(() -> holding.ifPresent(h -> replaceAll(h, h.size, initialise, old)));
  }

  /** The same with strips of another size from now on. */
  public void resize(long size, LongConsumer initialise, LongConsumer old) {
    locked(() -> holding.ifPresent(h -> replaceAll(h, size, initialise, old)));
  }

  private void replaceAll(Holding h, long size, LongConsumer initialise, LongConsumer old) {
    long oldSize = h.size;
    h.size = size;
    this.initialise = initialise;
    long[] strips = new long[h.count];
    // All before the first exchange: should memory run out, nothing has changed.
    for (int cpu = 0; cpu < h.count; cpu++) {
      strips[cpu] = strip(cpu) == 0 ? 0 : fresh(h, cpu);
    }
    for (int cpu = 0; cpu < h.count; cpu++) {
      strips[cpu] = strips[cpu] == 0 ? 0 : Words.exchange(h.entry(cpu), strips[cpu]);
    }
    Setup.get().fence().orElseThrow().all();
    for (int cpu = 0; cpu < h.count; cpu++) {
      if (strips[cpu] != 0) {
        old.accept(strips[cpu]);
        StripMemory.free(cpu, strips[cpu], oldSize);
      }
    }
  }

  /** The same for one CPU, the others are not disturbed. Nothing happens when it has no strip. */
  public void replace(int cpu, LongConsumer old) {
    locked(() -> holding.filter(_ -> strip(cpu) != 0).ifPresent(h -> replace(h, cpu, old)));
  }

  private void replace(Holding h, int cpu, LongConsumer old) {
    long strip = Words.exchange(h.entry(cpu), fresh(h, cpu));
    if (field == Setup.CPU_ID) {
      Setup.get().fence().orElseThrow().cpu(cpu);
    } else {
      Setup.get().fence().orElseThrow().all();
    }
    old.accept(strip);
    StripMemory.free(cpu, strip, h.size);
  }

  /** Frees the strips. What runs in a section meanwhile starts again and finds nothing. */
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        holding.ifPresent(this::close);
      }
    } finally {
      lock.unlock();
    }
  }

  private void close(Holding h) {
    long[] strips = new long[h.count];
    for (int cpu = 0; cpu < h.count; cpu++) {
      strips[cpu] = Words.exchange(h.entry(cpu), 0);
    }
    Setup.get().fence().orElseThrow().all();
    for (int cpu = 0; cpu < h.count; cpu++) {
      if (strips[cpu] != 0) {
        StripMemory.free(cpu, strips[cpu], h.size);
      }
    }
  }
}
