package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Page;
import dev.elfwright.report.Unit;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.ask.Row;
import dev.elfwright.serve.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The libraries whose change could break most. */
final class AbiRiskPage {
  private static final int MOST = 25;

  private final Connections census;

  AbiRiskPage(Connections census) {
    this.census = census;
  }

  Page of(Request request) throws IOException {
    List<Block.Bar> bars = census.named("abi-risk", MOST).stream().map(AbiRiskPage::bar).toList();
    Block chart =
        bars.isEmpty()
            ? new Block.Prose("no file of the census binds to a library in it")
            : new Block.StackedBars(
                List.of("copied variables", "without versions", "by version"), bars, Unit.COUNT);
    return Site.page(
        "ABI risk",
        "how many files hold on to each library, each counted by its worst hold: who has copied a"
            + " variable breaks when it grows; who binds without versions is not warned of a"
            + " change; who binds by version is stopped at the start when one is gone",
        List.of(
            new Block.Section("Libraries most files hold on to", List.of(chart)),
            Block.Section.of(
                "More",
                new Block.Links(
                    List.of(
                        To.question("all libraries", "abi-risk", Map.of()),
                        To.question("what is copied", "copies", Map.of()),
                        To.question("who has copied", "growth", Map.of()),
                        To.question("what a removal breaks", "removal", Map.of()))))));
  }

  private static Block.Bar bar(Row row) {
    return new Block.Bar(
        To.search(row.text("library")),
        List.of(
            (double) row.number("copies"),
            (double) row.number("unversioned"),
            (double) row.number("versioned")));
  }
}
