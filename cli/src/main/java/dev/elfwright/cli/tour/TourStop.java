package dev.elfwright.cli.tour;

import dev.elfwright.report.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One capability, shown on this machine. */
public interface TourStop {

  /** What is shown, as a heading. */
  String title();

  /**
   * Does the work, in {@code folder} alone.
   *
   * @throws IOException when this machine does not let it
   */
  Findings visit(Path folder, Progress progress) throws IOException;

  /**
   * What a stop found.
   *
   * @param table for the terminal, a title row first
   * @param remarks lines under the table
   * @param isGood whether all went as it should
   * @param blocks for the page
   */
  record Findings(
      List<List<String>> table, List<String> remarks, boolean isGood, List<Block> blocks) {
    /** Copies the lists. */
    public Findings {
      table = List.copyOf(table);
      remarks = List.copyOf(remarks);
      blocks = List.copyOf(blocks);
    }
  }

  /** Told what is being done. */
  @FunctionalInterface
  interface Progress {
    /** A step of work advances; {@code of} is 0 where the end is not known. */
    void at(String step, int done, int of);
  }
}
