package dev.elfwright.link.programs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Commands run to their end, with a time limit, in a folder, without the terminal or a display. */
final class Child {
  private final Path folder;
  private final Map<String, String> environment;
  private final Duration patience;

  Child(Path folder, Map<String, String> environment, Duration patience) {
    this.folder = folder;
    this.environment = environment;
    this.patience = patience;
  }

  /** Runs a command in a session of its own, so that what it leaves behind can be ended with it. */
  Outcome run(String input, List<String> command) throws IOException, InterruptedException {
    Path in = Files.createTempFile("child", ".in");
    Path out = Files.createTempFile("child", ".out");
    Path error = Files.createTempFile("child", ".err");
    try {
      Files.writeString(in, input);
      Process process = builder(command, in, out, error).start();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            "%s has not ended after %d s: %s%s"
                .formatted(command, patience.toSeconds(), text(out), text(error)));
      }
      return new Outcome(process.exitValue(), text(out) + text(error));
    } finally {
      for (Path p : List.of(in, out, error)) {
        Files.delete(p);
      }
    }
  }

  private ProcessBuilder builder(List<String> command, Path in, Path out, Path error) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(error.toFile());
    Map<String, String> env = builder.environment();
    env.clear();
    env.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    env.put("HOME", folder.toString());
    env.put("LC_ALL", "C.UTF-8");
    env.putAll(environment);
    return builder;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
