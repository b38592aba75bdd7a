package dev.elfwright.census.load;

import dev.elfwright.census.Tables;
import dev.elfwright.census.store.Duck;
import dev.elfwright.census.store.PendingGeneration;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Tables {@code loads} and {@code bindings}: of every dynamic file of every tree what the loader
 * would find if it were loaded first, and what its undefined symbols would get there.
 */
public final class Resolution {
  private final Duck duck;

  /** Over the views of all other tables. */
  public Resolution(Duck duck) {
    this.duck = duck;
  }

  /** Writes both. */
  public void write(PendingGeneration next) throws IOException {
    duck.run("DROP VIEW IF EXISTS loads");
    duck.run("DROP VIEW IF EXISTS bindings");
    duck.run("CREATE TABLE loads (%s)".formatted(Tables.named("loads").declaration()));
    LoaderFacts facts = facts();
    duck.appending(
        "loads",
        rows -> {
          try {
            facts.trees().values().forEach(t -> t.addLoads(0, 1, (_, values) -> add(rows, values)));
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
    duck.copy("FROM loads ORDER BY origin, path, position", next.file("loads"));
    duck.run(Bindings.AS_WRITTEN);
    duck.copy(Bindings.SELECT + Bindings.ORDER, next.file("bindings"));
    duck.run("RESET disabled_optimizers");
    duck.run("DROP TABLE loads");
  }

  private static void add(Duck.RowAppender rows, Object... values) {
    try {
      rows.add(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LoaderFacts facts() throws IOException {
    LoaderFacts facts = new LoaderFacts();
    duck.query(LoaderFacts.NEEDED, r -> facts.need(r.getString(1), r.getString(2)));
    duck.query(
        LoaderFacts.FILES,
        r ->
            facts.file(
                r.getString(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getInt(5),
                r.getBoolean(6),
                r.getString(7),
                r.getString(8),
                r.getString(9),
                r.getString(10),
                r.getString(11),
                r.getLong(12),
                r.getString(13)));
    duck.query(LoaderFacts.LINKS, r -> facts.link(r.getString(1), r.getString(2), r.getString(3)));
    duck.query(LoaderFacts.FOLDERS, r -> facts.folder(r.getString(1), r.getString(4)));
    return facts;
  }
}
