package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Fact;
import dev.elfwright.report.Block.Link;
import dev.elfwright.report.Page;
import dev.elfwright.report.Unit;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.ask.Row;
import dev.elfwright.serve.http.Refusal;
import dev.elfwright.serve.http.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A file: where it lies, and, of ELF files, all that is known. */
final class FilePage {
  private static final String PLACES =
      """
      SELECT * FROM files WHERE path = ?1 AND (?2 = '' OR origin = ?2) AND (?3 = '' OR content = ?3)
      ORDER BY origin, package, content LIMIT 20\
      """;
  private static final String SAME =
      """
      SELECT origin, path, package, content FROM files
      WHERE content = ? AND NOT (path = ? AND origin = ?) ORDER BY path LIMIT 50\
      """;
  private static final String ERRORS =
      "SELECT what, message FROM errors WHERE content = ? OR unit = ? AND path = ? LIMIT 20";

  private final Connections census;

  FilePage(Connections census) {
    this.census = census;
  }

  Page of(Request request) throws IOException {
    String path = request.required("path");
    List<Row> places =
        census.rows(PLACES, path, request.optional("origin", ""), request.optional("content", ""));
    if (places.isEmpty()) {
      throw new Refusal(404, "no file of that path in the census");
    }
    Row file = places.getFirst();
    String content = file.text("content");
    List<Block> blocks = new ArrayList<>();
    blocks.add(Block.Section.of("File", facts(file)));
    blocks.addAll(
        Sheet.of(places.subList(1, places.size()))
            .links("other content or tree", FilePage::place)
            .links("package", r -> To.packageNamed(r.text("package")))
            .words("origin", "content")
            .section("The same path"));
    if (!content.isEmpty()) {
      blocks.addAll(
          Sheet.of(census.rows(ERRORS, content, file.text("unit"), path))
              .words("what", "message")
              .section("What could not be read"));
      blocks.addAll(new ElfPart(census, file).blocks());
      blocks.addAll(
          Sheet.of(census.rows(SAME, content, path, file.text("origin")))
              .links("path", FilePage::place)
              .links("package", r -> To.packageNamed(r.text("package")))
              .section("The same content"));
    }
    return Site.page(path, file.text("origin"), blocks);
  }

  private static Link place(Row row) {
    return To.file(row.text("origin"), row.text("path"), row.text("content"));
  }

  private static Block facts(Row file) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("package", To.packageNamed(file.text("package")), ""));
    facts.add(new Fact("kind", Link.none(file.text("kind").replace('_', ' ')), ""));
    facts.add(new Fact("class", Link.none(file.text("class")), ""));
    facts.add(new Fact("size", Link.none(Unit.BYTES.format(file.number("size"))), ""));
    facts.add(new Fact("mode", Link.none(Long.toOctalString(file.number("mode"))), "permissions"));
    facts.add(new Fact("owner", Link.none(file.number("uid") + ":" + file.number("gid")), ""));
    facts.add(
        new Fact(
            "modified", Link.none(Instant.ofEpochSecond(file.number("modified")).toString()), ""));
    if (!file.text("link_target").isEmpty()) {
      facts.add(new Fact("leads to", Link.none(file.text("link_target")), ""));
    }
    facts.add(
        new Fact("content", Link.none(file.text("content")), "SHA-256, the key in all tables"));
    return new Block.Facts(facts);
  }
}
