package dev.elfwright.serve.page;

import dev.elfwright.census.Tables;
import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Fact;
import dev.elfwright.report.Block.Link;
import dev.elfwright.report.Unit;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.ask.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the census knows of an ELF file. */
final class ElfPart {
  private static final String USERS =
      """
      SELECT b.origin, b.path, b.content, count(*) AS symbols, min(b.symbol) AS for_example,
        count(*) OVER () AS total
      FROM bindings b WHERE b.provider_content = ? AND b.provider_path = ? AND b.origin = ?
      GROUP BY ALL ORDER BY symbols DESC, b.path LIMIT 200\
      """;
  private static final String PROVIDERS =
      """
      SELECT origin, provider_path, provider_content, count(*) AS symbols,
        count(*) FILTER (version = '') AS without_version, min(symbol) AS for_example
      FROM bindings WHERE origin = ? AND path = ? AND content = ?
      GROUP BY ALL ORDER BY symbols DESC LIMIT 200\
      """;
  private static final String BINDINGS =
      """
      SELECT origin, symbol, version, weak, provider_path, provider_content FROM bindings
      WHERE origin = ? AND path = ? AND content = ? ORDER BY symbol, version LIMIT 500\
      """;

  private final Connections census;
  private final Row file;
  private final String content;

  ElfPart(Connections census, Row file) {
    this.census = census;
    this.file = file;
    this.content = file.text("content");
  }

  /** All of it; nothing where the file is none. */
  List<Block> blocks() throws IOException {
    List<Row> elf = census.rows("SELECT * FROM elf WHERE content = ?", content);
    if (elf.isEmpty()) {
      return List.of();
    }
    String[] place = {file.text("origin"), file.text("path"), content};
    List<Block> blocks = new ArrayList<>();
    blocks.add(Block.Section.of("ELF", facts(elf.getFirst())));
    blocks.addAll(
        Sheet.of(rows("SELECT kind, name FROM needed WHERE content = ? ORDER BY position"))
            .words("kind")
            .links("name", r -> To.search(r.text("name")))
            .section("Needed"));
    blocks.addAll(new ClosureGraph(census).section(place));
    blocks.addAll(
        Sheet.of(census.rows(PROVIDERS, place))
            .links("provider", ElfPart::provider)
            .numbers("symbols", Unit.COUNT)
            .numbers("without_version", Unit.COUNT)
            .links("for example", r -> To.symbol(r.text("for_example")))
            .section("Binds to"));
    blocks.addAll(users());
    blocks.addAll(
        Sheet.of(rows("SELECT * FROM sections WHERE content = ? ORDER BY \"index\" LIMIT 300"))
            .words("index", "name", "type")
            .hexadecimal("flags", "address", "offset")
            .numbers("size", Unit.BYTES)
            .section("Sections"));
    blocks.addAll(
        Sheet.of(rows("SELECT * FROM segments WHERE content = ? ORDER BY \"index\" LIMIT 100"))
            .words("index", "type")
            .hexadecimal("flags", "offset", "address")
            .numbers("file_size", Unit.BYTES)
            .numbers("memory_size", Unit.BYTES)
            .section("Segments"));
    blocks.addAll(symbols("Defines", "defined"));
    blocks.addAll(
        Sheet.of(census.rows(BINDINGS, place))
            .links("symbol", r -> To.symbol(r.text("symbol")))
            .words("version", "weak")
            .links("provider", ElfPart::provider)
            .section("Gets"));
    blocks.addAll(
        Sheet.of(rows("SELECT * FROM copies WHERE content = ? ORDER BY symbol LIMIT 300"))
            .links("symbol", r -> To.symbol(r.text("symbol")))
            .words("version")
            .hexadecimal("address")
            .numbers("size", Unit.BYTES)
            .section("Copied variables"));
    blocks.addAll(
        Sheet.of(rows("SELECT * FROM versions WHERE content = ? ORDER BY ALL LIMIT 300"))
            .words("kind", "library", "name", "weak")
            .section("Versions"));
    blocks.addAll(
        Sheet.of(rows("SELECT * FROM tls WHERE content = ?"))
            .numbers("size", Unit.BYTES)
            .words("alignment", "initial_exec", "dynamic", "descriptors")
            .section("Thread-local storage"));
    blocks.addAll(
        Sheet.of(rows("SELECT * FROM dlopen WHERE content = ? ORDER BY name LIMIT 300"))
            .links("library", r -> To.search(r.text("name")))
            .words("source")
            .section("May open"));
    blocks.addAll(
        Sheet.of(
                rows(
                    "SELECT owner, type, value FROM notes WHERE content = ?1 UNION ALL SELECT"
                        + " 'property', property, value FROM properties WHERE content = ?1"
                        + " ORDER BY ALL LIMIT 100"))
            .words("owner", "type", "value")
            .section("Notes"));
    return blocks;
  }

  private List<Row> rows(String sql) throws IOException {
    return census.rows(sql, content);
  }

  /** The columns of table elf, whose description says what each means. */
  private static Block facts(Row elf) {
    List<Fact> facts = new ArrayList<>();
    for (Tables.Column column : Tables.named("elf").columns()) {
      String value = elf.text(column.name());
      if (!column.name().equals("content") && !value.isEmpty()) {
        facts.add(new Fact(column.name(), Link.none(value), column.meaning()));
      }
    }
    return new Block.Facts(facts);
  }

  private List<Block> users() throws IOException {
    List<Row> users = census.rows(USERS, content, file.text("path"), file.text("origin"));
    long total = users.isEmpty() ? 0 : users.getFirst().number("total");
    return Sheet.of(users)
        .links("file", r -> To.file(r.text("origin"), r.text("path"), r.text("content")))
        .numbers("symbols", Unit.COUNT)
        .links("for example", r -> To.symbol(r.text("for_example")))
        .section("Bound to by", new Block.Prose(Unit.COUNT.format(total) + " files."));
  }

  private List<Block> symbols(String title, String which) throws IOException {
    String where = "FROM symbols WHERE content = ? AND name != '' AND " + which;
    long total = rows("SELECT count(*) AS n " + where).getFirst().number("n");
    return Sheet.of(rows("SELECT * " + where + " ORDER BY name, version LIMIT 500"))
        .links("symbol", r -> To.symbol(r.text("name")))
        .words("version", "binding", "type", "visibility")
        .hexadecimal("value")
        .numbers("size", Unit.BYTES)
        .section(title, new Block.Prose(Unit.COUNT.format(total) + " symbols, at most 500 shown."));
  }

  private static Link provider(Row row) {
    String path = row.text("provider_path");
    return path.isEmpty()
        ? Link.none("nothing")
        : To.file(row.text("origin"), path, row.text("provider_content"));
  }
}
