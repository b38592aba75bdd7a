package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import dev.elfwright.link.fuse.Fuse;
import dev.elfwright.link.fuse.FuseOptions;
import dev.elfwright.link.fuse.FuseRefusal;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program and what fusing made of it, both put through the same. */
final class SideBySide {
  /** What is done with a program; its result is all that is to be compared. */
  interface Scenario {
    String play(Stage stage) throws IOException, InterruptedException;
  }

  private final Path home;
  private final Path original;
  private final Path fused;

  private SideBySide(Path home, Path original, Path fused) {
    this.home = home;
    this.original = original;
    this.fused = fused;
  }

  Path fused() {
    return fused;
  }

  /** Fuses a program into a folder, which the caller deletes. */
  static SideBySide of(String program, AddressMode mode, Path folder)
      throws IOException, InterruptedException, FuseRefusal {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path original = Path.of(program);
    Path fused = folder.resolve("fused-" + original.getFileName());
    Fuse.fuse(original, fused, FuseOptions.defaults().withAddressMode(mode));
    SideBySide both = new SideBySide(folder, original, fused);
    both.requireThatTheLinkHolds();
    return both;
  }

  /** A guard that finds a change runs the original, and nothing would be tested. */
  private void requireThatTheLinkHolds() throws IOException, InterruptedException {
    Path log = home.resolve("executed");
    new Child(home, Map.of(), Duration.ofSeconds(60))
        .run(
            "",
            List.of(
                "strace",
                "-o",
                log.toString(),
                "-e",
                "trace=execve",
                fused.toString(),
                "--version"));
    assertThat(Files.readString(log))
        .startsWith("execve(\"" + fused)
        .doesNotContain("execve(\"" + original);
  }

  /** Plays a scenario with both, and expects the same of both: that is returned. */
  String behaveAlike(Scenario scenario) throws IOException, InterruptedException {
    String expected = play(scenario, original);
    String found = play(scenario, fused);
    assertThat(found).as("what the fused %s did", original.getFileName()).isEqualTo(expected);
    return expected;
  }

  private String play(Scenario scenario, Path file) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(home.resolve("stage"));
    try {
      return scenario.play(new Stage(folder, original, file));
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path dir, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
