import dev.elfwright.rseq.Checking;
import dev.elfwright.rseq.Index;
import dev.elfwright.rseq.Lease;
import dev.elfwright.rseq.PerCpuPool;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Direct buffers for 10,000 virtual threads. A pool with buffers for each thread would make 10,000
 * of them; this one makes as many as are in use at the same time. Run it with {@code java
 * --enable-native-access=ALL-UNNAMED -cp elfwright-rseq.jar BufferPool.java}; with the argument
 * {@code robust} it also says what was not released.
 */
class BufferPool {
  private static final int BUFFERS = 64;

  public static void main(String[] args) {
    Checking checking =
        args.length > 0 && args[0].equals("robust") ? Checking.ROBUST : Checking.NONE;
    var made = new AtomicInteger();
    var sum = new AtomicLong();
    var inUse = new Semaphore(BUFFERS);
    try (var pool =
        new PerCpuPool<>(
            BUFFERS,
            () -> {
              made.incrementAndGet();
              return ByteBuffer.allocateDirect(1 << 16);
            },
            checking,
            Index.CPU)) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int t = 0; t < 10_000; t++) {
          int number = t;
          threads.submit(() -> {
            inUse.acquire();
            try (Lease<ByteBuffer> lease = pool.take()) {
              ByteBuffer buffer = lease.value().clear();
              buffer.putInt(number);
              Thread.sleep(1); // another thread runs here, and this one goes on anywhere
              sum.addAndGet(buffer.getInt(0));
            } finally {
              inUse.release();
            }
            return null;
          });
        }
      }
      System.out.printf(
          "sum %d, at most %d buffers: %s%n", sum.get(), BUFFERS, made.get() <= BUFFERS);
      if (checking == Checking.ROBUST) {
        System.out.printf("not released: %d%n", pool.taken().size());
      }
    }
  }
}
