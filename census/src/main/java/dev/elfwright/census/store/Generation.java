package dev.elfwright.census.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one finished scan left.
 *
 * @param folder the census
 * @param number counts scans that changed anything
 * @param parts names of the parts whose rows belong to it
 */
public record Generation(CensusFolder folder, long number, List<String> parts) {
  /** Tables that are made anew from all others, and lie in the generation. */
  public static final List<String> DERIVED = List.of("loads", "bindings");

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
  public Path sources() {
    return folder.generation(number).resolve("sources.parquet");
  }

  /** The files that hold a table. */
  public List<Path> files(String table) {
    if (DERIVED.contains(table)) {
      return List.of(folder.generation(number).resolve(table + ".parquet"));
    }
    return filesIn(folder, parts, table);
  }

  /** The files of some parts that hold a table; parts have only tables with rows. */
  static List<Path> filesIn(CensusFolder folder, List<String> parts, String table) {
    List<Path> files = new ArrayList<>();
    for (String part : parts) {
      Path file = folder.parts().resolve(part).resolve(table + ".parquet");
      if (Files.exists(file)) {
        files.add(file);
      }
    }
    return files;
  }
}
