package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Figure;
import dev.elfwright.report.Page;
import dev.elfwright.report.Unit;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.ask.Row;
import dev.elfwright.serve.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is in the census. */
final class HomePage {
  private static final String COUNTS =
      """
      SELECT (SELECT count(*) FROM units) AS units, (SELECT count(*) FROM packages) AS packages,
        (SELECT count(*) FROM files) AS files, (SELECT sum(bytes)::BIGINT FROM units) AS bytes,
        (SELECT count(*) FROM elf) AS elf, (SELECT count(*) FROM symbols) AS symbols,
        (SELECT count(*) FROM bindings) AS bindings, (SELECT count(*) FROM errors) AS errors\
      """;
  private static final String TREES =
      """
      SELECT origin, kind, count(*) AS units, sum(file_count)::BIGINT AS files,
        sum(bytes)::BIGINT AS bytes
      FROM units GROUP BY ALL ORDER BY bytes DESC LIMIT 50\
      """;
  private static final String LARGEST =
      """
      SELECT package, count(*) AS files, sum(size)::BIGINT AS bytes, any_value(origin) AS origin
      FROM files WHERE package != '' GROUP BY package ORDER BY bytes DESC, package LIMIT 20\
      """;

  private final Connections census;

  HomePage(Connections census) {
    this.census = census;
  }

  Page of(Request request) throws IOException {
    Row counts = census.rows(COUNTS).getFirst();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Figures(
            List.of(
                figure(counts, "packages", counts.number("units") + " read as a whole"),
                new Figure(
                    Unit.COUNT.format(counts.number("files")),
                    "files",
                    Unit.BYTES.format(counts.number("bytes"))),
                new Figure(
                    Unit.COUNT.format(counts.number("elf")), "ELF files", "each content once"),
                figure(counts, "symbols", counts.number("bindings") + " bound"))));
    blocks.add(Search.form(""));
    if (counts.number("errors") > 0) {
      blocks.add(
          Block.Section.of(
              "What could not be read",
              new Block.Links(
                  List.of(
                      To.question(
                          counts.number("errors") + " files or archives", "errors", Map.of())))));
    }
    blocks.addAll(
        Sheet.of(census.rows(TREES))
            .links("tree", r -> new Block.Link(r.text("origin"), sizes(r.text("origin"))))
            .words("kind")
            .numbers("units", Unit.COUNT)
            .numbers("files", Unit.COUNT)
            .numbers("bytes", Unit.BYTES)
            .section("Trees"));
    blocks.addAll(
        Sheet.of(census.rows(LARGEST))
            .links("package", r -> To.packageNamed(r.text("package")))
            .numbers("files", Unit.COUNT)
            .numbers("bytes", Unit.BYTES)
            .section("Largest packages"));
    return Site.page("Census", census.folder().toAbsolutePath().normalize().toString(), blocks);
  }

  private static Figure figure(Row counts, String name, String detail) {
    return new Figure(Unit.COUNT.format(counts.number(name)), name, detail);
  }

  private static String sizes(String origin) {
    return To.page("sizes", Map.of("origin", origin));
  }
}
