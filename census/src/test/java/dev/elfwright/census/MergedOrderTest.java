package dev.elfwright.census;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.census.store.CensusFolder;
import dev.elfwright.census.store.Duck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions for a name read a few groups of rows, because those lie by name. */
class MergedOrderTest {
  private static final Path LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu");
  private static final long LARGE = 2 << 20;

  /** Rows are sorted and written by several threads, in groups of 122,880. */
  private static final long SEVERAL_GROUPS = 250_000;

  @TempDir Path folder;

  @Test
  void symbolsLieByNameThenContent() throws IOException {
    new Scan(folder.resolve("census"), ScanProgress.NONE, 2).of(largeLibraries());
    Path symbols =
        new CensusFolder(folder.resolve("census"))
            .current()
            .orElseThrow()
            .files("symbols")
            .getFirst();
    try (Duck duck = Duck.start(1024, 1, folder.resolve("overflow"))) {
      duck.run(
          """
          CREATE TABLE pairs AS SELECT name, content,
            lag(name) OVER rows AS name_before, lag(content) OVER rows AS content_before
          FROM read_parquet(%s, file_row_number = true)
          WINDOW rows AS (ORDER BY file_row_number)
          """
              .formatted(Duck.quoted(symbols.toString())));
      assertThat(duck.number("SELECT count(*) FROM pairs")).isGreaterThan(SEVERAL_GROUPS);
      assertThat(
              duck.number(
                  "SELECT count(*) FROM pairs WHERE name < name_before"
                      + " OR name = name_before AND content < content_before"))
          .isZero();
    }
  }

  private static List<Path> largeLibraries() throws IOException {
    try (Stream<Path> files = Files.list(LIBRARIES)) {
      return files
          .filter(f -> f.getFileName().toString().matches(".*\\.so\\..*"))
          .filter(Files::isRegularFile)
          .filter(f -> f.toFile().length() > LARGE)
          .toList();
    }
  }
}
