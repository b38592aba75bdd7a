package dev.elfwright.census.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one finished scan left.
 *
 * @param folder the census
 * @param number counts scans that changed anything
 * @param parts names of the parts whose rows belong to it
 */
public record Generation(CensusFolder folder, long number, List<String> parts) {
  /** Copies the list. */
  public Generation {
    parts = List.copyOf(parts);
  }

  static Generation read(CensusFolder folder, long number) throws IOException {
    return new Generation(
        folder, number, Files.readAllLines(folder.generation(number).resolve("parts")));
  }

  /** Writes the list of parts into a folder that will become the generation's. */
  void describe(Path into) throws IOException {
    CensusFolder.replace(into.resolve("parts"), String.join("\n", parts) + "\n");
  }

  /** Which arguments of which scans led to which units; see {@link Sources}. */
  public List<Path> sources() throws IOException {
    return files(folder.generation(number), Sources.TABLE.name());
  }

  /** The files that hold a table. */
  public List<Path> files(String table) throws IOException {
    if (TableLayout.DERIVED.contains(table)) {
      return files(folder.generation(number), table);
    }
    return filesIn(folder, parts, table);
  }

  /** The files of some parts that hold a table; parts have only tables with rows. */
  static List<Path> filesIn(CensusFolder folder, List<String> parts, String table)
      throws IOException {
    List<Path> files = new ArrayList<>();
    for (String part : parts) {
      files.addAll(files(folder.parts().resolve(part), table));
    }
    return files;
  }

  /** A table is a file or, where many machines wrote it, a folder of files. */
  private static List<Path> files(Path folder, String table) throws IOException {
    Path file = folder.resolve(table + ".parquet");
    if (!Files.isDirectory(file)) {
      return Files.exists(file) ? List.of(file) : List.of();
    }
    try (Stream<Path> pieces = Files.list(file)) {
      return pieces.filter(p -> p.toString().endsWith(".parquet")).sorted().toList();
    }
  }
}
