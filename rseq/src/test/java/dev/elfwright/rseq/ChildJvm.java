package dev.elfwright.rseq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with this class path, in an environment of its own. */
record ChildJvm(List<String> before, List<String> options, List<String> environment) {
  static ChildJvm with(String... options) {
    return new ChildJvm(List.of(), List.of(options), List.of());
  }

  /** With a variable {@code NAME=VALUE}. */
  ChildJvm in(String variable) {
    return new ChildJvm(before, options, List.of(variable));
  }

  /** Started by another program. */
  ChildJvm by(String... program) {
    return new ChildJvm(List.of(program), options, environment);
  }

  /** All that the program prints; it has to end with 0. */
  String run(Class<?> program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("rseq", ".txt");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    for (String variable : environment) {
      int equals = variable.indexOf('=');
      builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(200, TimeUnit.SECONDS);
      process.destroyForcibly();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || process.waitFor() != 0) {
        throw new AssertionError("%s: ended %s: %s".formatted(command, ended, text));
      }
      return text;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      Files.delete(output);
    }
  }
}
