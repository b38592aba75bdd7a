package dev.elfwright.packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads several sources at a time, as many as there are processors. */
public final class ParallelReading {
  private ParallelReading() {}

  /** What is made of one source. */
  @FunctionalInterface
  public interface Reader<S, R> {
    /** Reads it. */
    R read(S source) throws IOException;
  }

  /**
   * The results in the order of the sources.
   *
   * @throws IOException of the first source in that order that fails, as are its RuntimeExceptions;
   *     the others are not begun then
   */
  public static <S, R> List<R> of(List<S> sources, Reader<? super S, ? extends R> reader)
      throws IOException {
    int threads = Math.clamp(sources.size(), 1, Runtime.getRuntime().availableProcessors());
    ExecutorService pool =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (S source : sources) {
        futures.add(pool.submit(() -> reader.read(source)));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(result(future));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static <R> R result(Future<R> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
