package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Page;
import dev.elfwright.report.Unit;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.ask.Row;
import dev.elfwright.serve.http.Refusal;
import dev.elfwright.serve.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who defines a symbol, and who wants it. */
final class SymbolPage {
  private static final String DEFINITIONS =
      """
      SELECT e.soname, s.version, s.is_default, s.binding, s.type, s.visibility, s.size,
        f.origin, f.path, f.package, f.content
      FROM symbols s JOIN elf e USING (content) JOIN files f USING (content)
      WHERE s.name = ? AND s.defined ORDER BY f.path, s.version LIMIT 200\
      """;
  private static final String CONSUMERS =
      """
      SELECT b.origin, b.path, b.content, b.version, b.weak, b.provider_path, b.provider_content,
        (SELECT min(package) FROM files f WHERE f.content = b.content AND f.path = b.path) AS package
      FROM bindings b WHERE b.symbol = ? ORDER BY b.path, b.version LIMIT 200\
      """;
  private static final String COPIES =
      """
      SELECT c.version, c.size, f.origin, f.path, f.package, f.content
      FROM copies c JOIN files f USING (content) WHERE c.symbol = ? ORDER BY f.path LIMIT 200\
      """;

  private final Connections census;

  SymbolPage(Connections census) {
    this.census = census;
  }

  Page of(Request request) throws IOException {
    String name = request.required("name");
    List<Row> definitions = census.rows(DEFINITIONS, name);
    List<Row> consumers = census.rows(CONSUMERS, name);
    List<Row> copies = census.rows(COPIES, name);
    if (definitions.isEmpty() && consumers.isEmpty() && copies.isEmpty()) {
      throw new Refusal(404, "no file of the census defines or wants a dynamic symbol " + name);
    }
    List<Block> blocks = new ArrayList<>();
    blocks.addAll(
        Sheet.of(definitions)
            .links("file", SymbolPage::file)
            .links("package", r -> To.packageNamed(r.text("package")))
            .words("soname", "version", "binding", "type", "visibility")
            .numbers("size", Unit.BYTES)
            .section("Defined in"));
    blocks.addAll(
        Sheet.of(consumers)
            .links("file", SymbolPage::file)
            .links("package", r -> To.packageNamed(r.text("package")))
            .words("version", "weak")
            .links(
                "gets it from",
                r -> To.file(r.text("origin"), r.text("provider_path"), r.text("provider_content")))
            .section(
                "Wanted by",
                new Block.Links(
                    List.of(To.question("all consumers", "consumers", Map.of("symbol", name))))));
    blocks.addAll(
        Sheet.of(copies)
            .links("program", SymbolPage::file)
            .links("package", r -> To.packageNamed(r.text("package")))
            .words("version")
            .numbers("size", Unit.BYTES)
            .section("Copied into"));
    return Site.page(name, "a dynamic symbol; at most 200 rows of each kind", blocks);
  }

  private static Block.Link file(Row row) {
    return To.file(row.text("origin"), row.text("path"), row.text("content"));
  }
}
