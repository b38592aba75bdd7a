package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Fact;
import dev.elfwright.report.Block.Figure;
import dev.elfwright.report.Block.Link;
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

/** A package: what it says of itself, what is in it, and what it stands on. */
final class PackagePage {
  private static final String SELF =
      """
      SELECT p.*, u.path AS found FROM packages p JOIN units u USING (unit)
      WHERE p.package = ? ORDER BY p.architecture, p.version LIMIT 10\
      """;
  private static final String SUM =
      """
      SELECT count(*) AS files, coalesce(sum(f.size), 0)::BIGINT AS bytes,
        count(*) FILTER (f.class = 'elf') AS elf, count(*) FILTER (f.class = 'script') AS scripts
      FROM files f WHERE f.package = ?\
      """;
  private static final String ELF =
      """
      SELECT f.origin, f.path, f.content, e.role, e.soname, e.machine, e.size, e.relro, e.pie,
        e.glibc, (SELECT count(DISTINCT b.path) FROM bindings b WHERE b.provider_content = f.content) AS users
      FROM files f JOIN elf e USING (content) WHERE f.package = ? ORDER BY f.path LIMIT 300\
      """;
  private static final String RELATIONS =
      """
      SELECT *, EXISTS (FROM packages p WHERE p.package = r.name) AS there FROM (
        SELECT kind, clause, string_agg(trim(name || ' ' || operator || ' ' || version), ' | ') AS relation,
          min(name) AS name
        FROM relations WHERE package = ? GROUP BY unit, kind, clause) r
      ORDER BY kind NOT IN ('depends', 'pre-depends'), kind, clause LIMIT 200\
      """;
  private static final String FILES =
      """
      SELECT origin, path, content, kind, class, size FROM files
      WHERE package = ? AND kind != 'folder' ORDER BY path LIMIT 300\
      """;

  private final Connections census;

  PackagePage(Connections census) {
    this.census = census;
  }

  Page of(Request request) throws IOException {
    String name = request.required("name");
    List<Row> self = census.rows(SELF, name);
    Row sum = census.rows(SUM, name).getFirst();
    if (self.isEmpty() && sum.number("files") == 0) {
      throw new Refusal(404, "no package of that name in the census");
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(figures(sum));
    for (Row one : self) {
      blocks.add(
          Block.Section.of(one.text("version") + " " + one.text("architecture"), facts(one)));
    }
    blocks.addAll(new PackageGraph(census).section(name));
    blocks.addAll(
        Sheet.of(census.rows(ELF, name))
            .links("file", PackagePage::file)
            .words("role", "soname", "machine", "relro", "pie", "glibc")
            .numbers("size", Unit.BYTES)
            .numbers("users", Unit.COUNT)
            .section("ELF files"));
    blocks.addAll(
        Sheet.of(census.rows(RELATIONS, name))
            .words("kind")
            .links("relation", PackagePage::relation)
            .section("Relations"));
    blocks.addAll(
        Sheet.of(census.rows(FILES, name))
            .links("file", PackagePage::file)
            .words("kind", "class")
            .numbers("size", Unit.BYTES)
            .section(
                sum.number("files") > 300 ? "The first files" : "Files",
                new Block.Links(
                    List.of(new Link("as a map", To.page("sizes", Map.of("package", name)))))));
    return Site.page(name, "a package", blocks);
  }

  private static Link file(Row row) {
    return To.file(row.text("origin"), row.text("path"), row.text("content"));
  }

  private static Link relation(Row row) {
    String target = row.truth("there") ? To.packageNamed(row.text("name")).target() : "";
    return new Link(row.text("relation"), target);
  }

  private static Block figures(Row sum) {
    return new Block.Figures(
        List.of(
            new Figure(Unit.COUNT.format(sum.number("files")), "files and folders", ""),
            new Figure(Unit.BYTES.format(sum.number("bytes")), "of content", ""),
            new Figure(Unit.COUNT.format(sum.number("elf")), "ELF files", ""),
            new Figure(Unit.COUNT.format(sum.number("scripts")), "scripts", "")));
  }

  private static Block facts(Row row) {
    return new Block.Facts(
        List.of(
            new Fact("source package", Link.none(row.text("source")), ""),
            new Fact("priority", Link.none(row.text("priority")), ""),
            new Fact("multi-arch", Link.none(row.text("multi_arch")), "deb-control(5)"),
            new Fact("essential", Link.none(row.text("essential")), "others need not name it"),
            new Fact(
                "installed size",
                Link.none(Unit.BYTES.format(1024.0 * row.number("installed_kib"))),
                "by its own account"),
            new Fact("found at", Link.none(row.text("found")), ""),
            new Fact("unit", Link.none(row.text("unit")), "what it is known by in all tables")));
  }
}
