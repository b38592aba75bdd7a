package dev.elfwright.cli.tour;

import dev.elfwright.cli.measure.TextTable;
import dev.elfwright.report.Block;
import dev.elfwright.report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Walks through the stops, one after the other. */
public final class Tour {
  private final List<TourStop> stops;

  /** A tour of the given stops. */
  public Tour(List<TourStop> stops) {
    this.stops = List.copyOf(stops);
  }

  /**
   * What all stops found.
   *
   * @param text for the terminal
   * @param page the page
   * @param isGood whether all went as it should everywhere
   */
  public record Result(String text, Page page, boolean isGood) {}

  /** Visits all stops, each in a temporary folder that is gone afterwards. */
  public Result walk(TourStop.Progress progress) throws IOException {
    StringBuilder text = new StringBuilder();
    List<Block> blocks = new ArrayList<>();
    boolean isGood = true;
    for (TourStop stop : stops) {
      TourStop.Findings found = visit(stop, progress);
      text.append(stop.title()).append('\n');
      if (found.table().size() > 1) {
        text.append('\n').append(TextTable.of(found.table()));
      }
      found.remarks().forEach(line -> text.append('\n').append(line).append('\n'));
      blocks.addAll(found.blocks());
      isGood &= found.isGood();
    }
    Page page =
        new Page(
            "Elfwright on this machine",
            String.join(" · ", stops.stream().map(TourStop::title).toList()),
            blocks,
            "Made by elfwright tour.");
    return new Result(text.toString(), page, isGood);
  }

  private static TourStop.Findings visit(TourStop stop, TourStop.Progress progress)
      throws IOException {
    Path folder = Files.createTempDirectory("elfwright-tour");
    try {
      return stop.visit(folder, progress);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
