package dev.elfwright.census.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads that work off the tasks of a scan, each with its own worker. */
final class Crew {
  private final ConcurrentLinkedQueue<Task> tasks;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Crew(List<Task> tasks) {
    this.tasks = new ConcurrentLinkedQueue<>(tasks);
  }

  /**
   * Works until nothing is left, or one fails.
   *
   * @throws java.io.UncheckedIOException when rows cannot be written
   */
  void work(List<Worker> workers) {
    List<Thread> threads = new ArrayList<>();
    for (Worker worker : workers) {
      threads.add(Thread.ofPlatform().daemon().name("scan").start(() -> work(worker)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      tasks.clear();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    switch (failure.get()) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }

  private void work(Worker worker) {
    try {
      for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run(worker);
      }
      worker.flush(); // by the thread that made the rows: the database's appenders belong to one
    } catch (RuntimeException | Error e) {
      tasks.clear();
      failure.compareAndSet(null, e);
    }
  }
}
