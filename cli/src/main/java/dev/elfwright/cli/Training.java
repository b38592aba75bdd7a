package dev.elfwright.cli;

import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the JVM watches while it makes the AOT cache: each command once, on a program that is there
 * for certain, the JDK's own. Run by the build.
 */
final class Training {
  private Training() {}

  /** Runs the commands; their output and exit codes do not matter, only which classes they load. */
  public static void main(String[] args) throws IOException {
    Main.spareStartUp();
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    Path folder = Files.createTempDirectory("elfwright-training");
    Path fused = folder.resolve("java");
    var silent =
        new Terminal(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            false);
    for (List<String> command :
        List.of(
            List.of("link", "deps", java),
            List.of("link", "deps", "--json", java),
            List.of("link", "resolve", java),
            List.of("link", "fuse", java, "-o", fused.toString()),
            List.of("link", "fuse", "--help"))) {
      new Elfwright(silent).run(command.toArray(String[]::new));
    }
    Files.deleteIfExists(fused);
    Files.delete(folder);
    Main.main(new String[] {"--version"});
  }
}
