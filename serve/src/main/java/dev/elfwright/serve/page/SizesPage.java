package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Area;
import dev.elfwright.report.Block.Link;
import dev.elfwright.report.Page;
import dev.elfwright.report.Unit;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.ask.Row;
import dev.elfwright.serve.http.Refusal;
import dev.elfwright.serve.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What takes the space: of a census its packages and trees, of these their folders and files. */
final class SizesPage {
  /** Folders in folders that are told apart. */
  private static final int DEEPEST = 64;

  /** Packages of which files have no package are trees. */
  private static final String OWNERS =
      """
      SELECT package, CASE WHEN package = '' THEN origin ELSE '' END AS tree,
        CASE WHEN class IN ('elf', 'script') THEN class ELSE 'other' END AS class,
        sum(size)::BIGINT AS bytes
      FROM files WHERE size > 0 GROUP BY ALL ORDER BY bytes DESC LIMIT 3000\
      """;

  private static final String FILES =
      """
      SELECT origin, path, content, size FROM files
      WHERE %s AND size > 0 ORDER BY size DESC, path LIMIT 3000\
      """;

  private final Connections census;

  SizesPage(Connections census) {
    this.census = census;
  }

  Page of(Request request) throws IOException {
    String owner = request.optional("package", "");
    String origin = request.optional("origin", "");
    if (!owner.isEmpty()) {
      Area area = files(owner, census.rows(FILES.formatted("package = ?"), owner));
      return page(
          "Size of " + owner,
          area,
          List.of(new Link("all packages", "/sizes"), To.packageNamed(owner)));
    }
    if (!origin.isEmpty()) {
      Area area = files(origin, census.rows(FILES.formatted("origin = ?"), origin));
      return page("Size of " + origin, area, List.of(new Link("all packages", "/sizes")));
    }
    return page("Sizes", owners(census.rows(OWNERS)), List.of());
  }

  private static Page page(String title, Area area, List<Link> links) {
    if (area.value() == 0) {
      throw new Refusal(404, "no files there");
    }
    return Site.page(
        title,
        Unit.BYTES.format(area.value()) + " of content; an area leads to what is in it",
        List.of(
            Block.Section.of(
                "What takes the space",
                new Block.Links(links),
                new Block.TreeMap(area, Unit.BYTES))));
  }

  private static Area owners(List<Row> rows) {
    Folder root = new Folder("census");
    for (Row row : rows) {
      boolean isPackage = row.text("tree").isEmpty();
      String name = isPackage ? row.text("package") : row.text("tree");
      String target = To.page("sizes", Map.of(isPackage ? "package" : "origin", name));
      root.child(name, target).child(row.text("class"), target).add(row.number("bytes"));
    }
    return root.area();
  }

  /** Folders and files below each other. */
  static Area files(String name, List<Row> rows) {
    Folder root = new Folder(name);
    for (Row row : rows) {
      Folder at = root;
      String[] parts = row.text("path").substring(1).split("/", DEEPEST);
      for (int i = 0; i < parts.length; i++) {
        at =
            at.child(
                parts[i],
                i + 1 < parts.length
                    ? ""
                    : To.file(row.text("origin"), row.text("path"), row.text("content")).target());
      }
      at.add(row.number("size"));
    }
    return root.area();
  }
}
