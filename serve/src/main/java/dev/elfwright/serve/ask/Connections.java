package dev.elfwright.serve.ask;

import dev.elfwright.census.Census;
import dev.elfwright.census.CensusException;
import dev.elfwright.census.Question;
import dev.elfwright.serve.http.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lets many threads ask one census. The database answers in native code, which a virtual thread
 * would keep its carrier busy with, so questions have a few threads of their own. When a scan has
 * changed the census, the next question is asked to the new one.
 */
public final class Connections implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int WAITING = 64;

  /** How long a question may take. */
  private static final int SECONDS = 20;

  private final Path folder;
  private final ExecutorService threads;
  private final BlockingQueue<Opened> free = new ArrayBlockingQueue<>(THREADS);
  private final Semaphore places = new Semaphore(WAITING);
  private Opened opened;

  /** A census as a scan left it. */
  private record Opened(long change, Census census) {}

  /** Something asked. */
  @FunctionalInterface
  public interface Work<T> {
    /** Asks. */
    T with(Census census) throws IOException;
  }

  private Connections(Path folder, Opened opened) {
    this.folder = folder;
    this.opened = opened;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("census-", 1).daemon().factory());
  }

  /** Opens a census. */
  public static Connections open(Path folder) throws IOException {
    return new Connections(folder, open(folder, Census.lastChange(folder)));
  }

  private static Opened open(Path folder, long change) throws IOException {
    return new Opened(change, Census.open(folder));
  }

  /** The census's folder. */
  public Path folder() {
    return folder;
  }

  /** The rows of an answer. */
  public List<Row> rows(String sql, String... values) throws IOException {
    return ask(
            census -> {
              Rows rows = new Rows();
              census.query(sql, List.of(values), rows);
              return rows;
            })
        .all();
  }

  /**
   * The first rows of the answer to a named question that takes no values.
   *
   * @param most rows, at least 1
   */
  public List<Row> named(String question, int most) throws IOException {
    return ask(
            census -> {
              Rows rows = new Rows();
              Question.named(question).ask(census, Map.of(), most, rows);
              return rows;
            })
        .all();
  }

  /**
   * Asks.
   *
   * @throws Refusal when too many others ask, or it takes too long
   * @throws CensusException when the question is wrong
   */
  public <T> T ask(Work<T> work) throws IOException {
    if (!places.tryAcquire()) {
      throw new Refusal(503, "too many questions at once");
    }
    try {
      Future<T> answer = threads.submit(() -> answer(work));
      return answer.get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      places.release();
    }
  }

  private static IOException failure(ExecutionException e) {
    switch (e.getCause()) {
      case IOException failure -> {
        return failure;
      }
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      case null, default -> throw new IllegalStateException(e);
    }
  }

  private <T> T answer(Work<T> work) throws IOException {
    Opened connection = current(free.poll());
    long begin = System.nanoTime();
    try {
      return work.with(connection.census());
    } catch (CensusException e) {
      if (System.nanoTime() - begin > SECONDS * 1_000_000_000L) {
        throw new Refusal(504, String.valueOf(e.getMessage()));
      }
      if (Census.lastChange(folder) != connection.change()) {
        // A scan removed the files meanwhile; what was begun to be sent cannot be taken back.
        throw new Refusal(503, "the census has just changed; load the page again");
      }
      throw e;
    } finally {
      free.add(connection);
    }
  }

  /** A connection to the census as it is now: this one, if it is. */
  private synchronized Opened current(@Nullable Opened connection) throws IOException {
    long change = Census.lastChange(folder);
    if (change != opened.change()) {
      Opened next = open(folder, change);
      opened.census().close();
      opened = next;
    }
    if (connection != null && connection.change() == change) {
      return connection;
    }
    if (connection != null) {
      connection.census().close();
    }
    return new Opened(change, opened.census().another(SECONDS));
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (Opened one : free) {
      one.census().close();
    }
    opened.census().close();
  }
}
