package dev.elfwright.fuzz;

import dev.elfwright.testkit.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Valid files from which fuzzing starts: both classes, both byte orders, all kinds of files. */
final class Seeds {
  private Seeds() {}

  static Stream<byte[]> files() {
    try {
      Path folder = Files.createTempDirectory("seeds-");
      Fixture fixture = new Fixture(folder);
      List<Path> made =
          List.of(
              fixture.library(),
              fixture.program(),
              fixture.object("s390x-linux-gnu"),
              fixture.object("arm-linux-gnueabi"),
              fixture.foreignLibrary("i386-linux-gnu"),
              fixture.foreignLibrary("mips-linux-gnu"));
      List<byte[]> seeds = made.stream().map(Seeds::bytes).toList();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path f : files.toList()) {
          Files.delete(f);
        }
      }
      Files.delete(folder);
      return seeds.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
