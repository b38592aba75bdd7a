package dev.elfwright.census.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A generation that is being made, in the folder for unfinished work. */
public final class PendingGeneration {
  private final CensusFolder folder;
  private final long number;
  private final Path part;
  private final Path state;

  PendingGeneration(CensusFolder folder, long number) throws IOException {
    this.folder = folder;
    this.number = number;
    this.part = Files.createDirectories(folder.work().resolve("merged"));
    this.state = Files.createDirectories(folder.work().resolve("generation"));
  }

  /** Where a table has to be written. */
  public Path file(String table) {
    return (TableLayout.DERIVED.contains(table) ? state : part).resolve(table + ".parquet");
  }

  /** The file of a table, if it has been written. */
  public List<Path> files(String table) {
    Path file = file(table);
    return Files.exists(file) ? List.of(file) : List.of();
  }

  Path sources() {
    return state.resolve("sources.parquet");
  }

  /** Shows it to readers. */
  public void publish() throws IOException {
    String name = "merged-%x-%d".formatted(System.currentTimeMillis(), number);
    Generation made = new Generation(folder, number, List.of(name));
    made.describe(state);
    Files.move(part, folder.parts().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    Path place = folder.generation(number);
    CensusFolder.deleteTree(place);
    Files.move(state, place, StandardCopyOption.ATOMIC_MOVE);
    folder.show(made);
  }
}
