package dev.elfwright.rseq;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Objects that are expensive to make, such as buffers: taken, used, and given back. There are never
 * more of them than the capacity, whatever the number of threads, which is what pools that keep
 * objects for each thread cannot say under virtual threads.
 *
 * <p>Taking and releasing are 4 to 8 ns each; see {@link PerCpuFreeList}, which says how. Objects
 * are made when they are first needed. What a thread did with an object before it released it is
 * visible to the thread that takes it next.
 *
 * {@snippet file="dev/elfwright/rseq/RseqSnippetsTest.java" region="pool"}
 *
 * @param <T> the objects
 */
public final class PerCpuPool<T> implements AutoCloseable {
  /**
   * An object that was taken and is not released.
   *
   * @param value the object
   * @param taken where it was taken
   */
  public record Leak<T>(T value, StackTraceElement[] taken) {}

  private final PerCpuFreeList numbers;
  private final Supplier<? extends T> factory;
  private final @Nullable Lease<T>[] leases;
  private final Optional<AtomicReferenceArray<Throwable>> takers;

  /**
   * A pool without checking.
   *
   * @param capacity how many objects there can be in it
   * @param factory makes an object
   */
  public PerCpuPool(int capacity, Supplier<? extends T> factory) {
    this(capacity, factory, Checking.NONE, Index.CPU);
  }

  /**
   * The same, with a choice of checking and of what each thread's part is found by. With {@link
   * Checking#ROBUST} each taking records its stack, which takes microseconds.
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public PerCpuPool(int capacity, Supplier<? extends T> factory, Checking checking, Index index) {
    this.numbers = new PerCpuFreeList(capacity, checking, index);
    this.factory = factory;
    this.leases = new Lease[capacity];
    this.takers =
        switch (checking) {
          case NONE -> Optional.empty();
          case ROBUST -> Optional.of(new AtomicReferenceArray<>(capacity));
        };
  }

  /**
   * Takes an object; makes one that is not pooled when all are taken.
   *
   * @throws IllegalStateException when the pool is closed
   */
  public Lease<T> take() {
    int number = numbers.take();
    return number == PerCpuFreeList.NONE
        ? new Lease<>(this, Lease.UNPOOLED, factory.get())
        : lease(number);
  }

  /**
   * Takes an object, if one is free.
   *
   * @throws IllegalStateException when the pool is closed
   */
  public Optional<Lease<T>> tryTake() {
    int number = numbers.take();
    return number == PerCpuFreeList.NONE ? Optional.empty() : Optional.of(lease(number));
  }

  /** Whoever has the number is the only one who looks at its place. */
  private Lease<T> lease(int number) {
    Lease<T> lease = leases[number];
    if (lease == null) {
      lease = make(number);
      leases[number] = lease;
    }
    if (takers.isPresent()) {
      takers.get().set(number, new Throwable());
    }
    return lease;
  }

  private Lease<T> make(int number) {
    try {
      return new Lease<>(this, number, factory.get());
    } catch (Throwable e) {
      numbers.give(number);
      throw e;
    }
  }

  void release(int number) {
    numbers.give(number);
  }

  /** How many objects there can be. */
  public int capacity() {
    return numbers.capacity();
  }

  /**
   * The objects that are taken at this moment, and where: once everybody should have released, what
   * leaks.
   *
   * @throws UnsupportedOperationException without {@link Checking#ROBUST}
   */
  public List<Leak<T>> taken() {
    return numbers.taken().mapToObj(this::leak).flatMap(Optional::stream).toList();
  }

  private Optional<Leak<T>> leak(int number) {
    Lease<T> lease = leases[number];
    return takers
        .map(t -> t.get(number))
        .filter(_ -> lease != null)
        .map(t -> new Leak<>(java.util.Objects.requireNonNull(lease).value(), t.getStackTrace()));
  }

  @Override
  public void close() {
    numbers.close();
  }
}
