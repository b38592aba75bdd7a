package dev.elfwright.rseq;

/**
 * An object of a {@link PerCpuPool}, for as long as it is not released. Leases are pooled with
 * their objects, so a lease must not be used once it is released; {@link Checking#ROBUST} finds
 * that.
 *
 * @param <T> the objects of the pool
 */
public final class Lease<T> implements AutoCloseable {
  /** The number of what does not go back to the pool. */
  static final int UNPOOLED = -1;

  private final PerCpuPool<T> pool;
  private final int number;
  private final T value;

  Lease(PerCpuPool<T> pool, int number, T value) {
    this.pool = pool;
    this.number = number;
    this.value = value;
  }

  /** The object. */
  public T value() {
    return value;
  }

  /** Whether the object goes back to the pool; not, when it was made because the pool was empty. */
  public boolean isPooled() {
    return number != UNPOOLED;
  }

  /**
   * Gives the object back.
   *
   * @throws IllegalStateException when the pool is closed; with {@link Checking#ROBUST} also when
   *     this is released already
   */
  public void release() {
    if (number != UNPOOLED) {
      pool.release(number);
    }
  }

  /** {@link #release}, for try-with-resources. */
  @Override
  public void close() {
    release();
  }
}
