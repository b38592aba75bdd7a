package dev.elfwright.link.fuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How a process ended.
 *
 * @param status its exit code, 128 and the signal if it was killed by one
 * @param out its standard output
 * @param err its standard error
 */
record Outcome(int status, String out, String err) {
  private static final int SECONDS = 20;

  /** Runs with no other LD_ variable than those given, and nothing on standard input. */
  static Outcome of(Path folder, Map<String, String> environment, List<String> command) {
    return of(folder, environment, command, "");
  }

  static Outcome of(
      Path folder, Map<String, String> environment, List<String> command, String input) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(n -> n.startsWith("LD_") || n.startsWith("GLIBC_"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(environment);
    try {
      Process process = start(builder);
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(
              () -> text(process.getErrorStream()), Thread::startVirtualThread);
      CompletableFuture<String> out =
          CompletableFuture.supplyAsync(
              () -> text(process.getInputStream()), Thread::startVirtualThread);
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading.
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      return new Outcome(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * Another thread's child may hold this file open for writing between its fork and its exec: the
   * kernel then says ETXTBSY.
   */
  private static Process start(ProcessBuilder builder) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return builder.start();
      } catch (IOException e) {
        if (attempt == 100
            || !String.valueOf(e.getMessage()).contains("error: 26")
                && !String.valueOf(e.getMessage()).contains("error=26")) {
          throw e;
        }
        Thread.sleep(10);
      }
    }
  }

  private static String text(java.io.InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
