package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Page;
import dev.elfwright.report.Unit;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What has a text in its name. */
final class SearchPage {
  private static final int MOST = 50;

  private static final String PACKAGES =
      """
      SELECT package, any_value(version) AS version, string_agg(DISTINCT architecture, ' ') AS architecture
      FROM packages WHERE contains(lower(package), lower(?))
      GROUP BY package ORDER BY package != ?, length(package), package LIMIT 50\
      """;
  private static final String SONAMES =
      """
      SELECT e.soname, f.origin, f.path, f.package, f.content, e.machine
      FROM elf e JOIN files f USING (content)
      WHERE contains(lower(e.soname), lower(?))
      ORDER BY e.soname != ?, length(e.soname), e.soname, f.path LIMIT 50\
      """;
  private static final String FILES =
      """
      SELECT origin, path, package, kind, class, size, content FROM files
      WHERE contains(path, ?) AND kind != 'folder'
      ORDER BY regexp_extract(path, '[^/]*$') != ?, length(path), path LIMIT 50\
      """;
  private static final String SYMBOLS =
      """
      SELECT name, count(*) FILTER (defined) AS defined, count(*) FILTER (NOT defined) AS wanted
      FROM symbols WHERE starts_with(name, ?)
      GROUP BY name ORDER BY length(name), name LIMIT 50\
      """;

  private final Connections census;

  SearchPage(Connections census) {
    this.census = census;
  }

  Page of(Request request) throws IOException {
    String text = request.optional("q", "").strip();
    List<Block> blocks = new ArrayList<>(List.of(Search.form(text)));
    if (text.isEmpty()) {
      return Site.page("Search", "", blocks);
    }
    int none = blocks.size();
    blocks.addAll(
        Sheet.of(census.rows(PACKAGES, text, text))
            .links("package", r -> To.packageNamed(r.text("package")))
            .words("version", "architecture")
            .section("Packages"));
    blocks.addAll(
        Sheet.of(census.rows(SONAMES, text, text))
            .words("soname")
            .links("file", r -> To.file(r.text("origin"), r.text("path"), r.text("content")))
            .links("package", r -> To.packageNamed(r.text("package")))
            .words("machine")
            .section("Sonames"));
    blocks.addAll(
        Sheet.of(census.rows(FILES, text, text))
            .links("file", r -> To.file(r.text("origin"), r.text("path"), r.text("content")))
            .links("package", r -> To.packageNamed(r.text("package")))
            .words("kind", "class")
            .numbers("size", Unit.BYTES)
            .section("Files"));
    blocks.addAll(
        Sheet.of(census.rows(SYMBOLS, text))
            .links("symbol", r -> To.symbol(r.text("name")))
            .numbers("defined", Unit.COUNT)
            .numbers("wanted", Unit.COUNT)
            .section("Symbols"));
    if (blocks.size() == none) {
      blocks.add(new Block.Notice("nothing of that name"));
    }
    return Site.page(text, "at most " + MOST + " of each kind, the shortest names first", blocks);
  }
}
