package dev.elfwright.census.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.elfwright.census.Census;
import dev.elfwright.census.CensusException;
import dev.elfwright.census.Question;
import dev.elfwright.census.Scan;
import dev.elfwright.census.ScanProgress;
import dev.elfwright.census.Tables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's scan against the embedded one: the same rows, the same answers. */
class ClusterScanTest {
  @TempDir static Path folder;

  private static SparkSession spark;
  private static List<Path> sources;
  private static Path embedded;
  private static Path cluster;
  private static long unpacked;

  @BeforeAll
  static void scanBoth() throws IOException {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("test")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", folder.toString())
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.sql.adaptive.enabled", "false")
            .getOrCreate();
    sources = new Samples(Files.createDirectories(folder.resolve("samples"))).all();
    embedded = folder.resolve("embedded");
    unpacked = new Scan(embedded, ScanProgress.NONE, 2).of(sources);
    cluster = folder.resolve("cluster");
    long read =
        new ClusterScan(spark, cluster.toUri().toString())
            .of(sources.stream().map(s -> s.toUri().toString()).toList());
    assertThat(read).isEqualTo(unpacked);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void theTablesAreThoseOfTheEmbeddedScan() throws IOException {
    Map<String, Long> rows = new TreeMap<>();
    try (Census both = Census.openPair(embedded, cluster)) {
      for (String table : Tables.all().keySet()) {
        rows.put(table, (long) ask(both, "FROM a." + table).size());
        assertThat(ask(both, "FROM a.%1$s EXCEPT ALL FROM b.%1$s".formatted(table)))
            .as("only embedded: " + table)
            .isEmpty();
        assertThat(ask(both, "FROM b.%1$s EXCEPT ALL FROM a.%1$s".formatted(table)))
            .as("only of the cluster: " + table)
            .isEmpty();
        assertThat(ask(both, "DESCRIBE b." + table))
            .as("types of " + table)
            .isEqualTo(ask(both, "DESCRIBE a." + table));
      }
    }
    // Else they would be equal because there is nothing in them.
    assertThat(rows).allSatisfy((table, count) -> assertThat(count).as(table).isPositive());
    assertThat(rows.get("bindings")).isGreaterThan(10_000);
    try (Census open = Census.open(cluster)) {
      assertThat(ask(open, "SELECT what FROM errors ORDER BY 1"))
          .containsExactly("archive", "archive", "elf");
    }
  }

  @Test
  void everyNamedQuestionHasTheSameAnswer() throws IOException {
    SparkCensus open = SparkCensus.open(spark, cluster.toString());
    int answered = 0;
    try (Census census = Census.open(embedded)) {
      for (Question question : Question.all().values()) {
        Map<String, String> values =
            switch (question.name()) {
              case "consumers" -> Map.of("symbol", "malloc");
              case "removal" -> Map.of("library", "libtinfo.so.6", "symbol", "tgoto");
              default -> Map.of();
            };
        List<String> expected = new ArrayList<>();
        question.ask(census, values, new Lines(expected));
        List<String> found = lines(open.ask(question, values).collectAsList());
        assertThat(found).as(question.name()).containsExactlyInAnyOrderElementsOf(expected);
        answered += found.isEmpty() ? 0 : 1;
      }
    }
    assertThat(answered).isGreaterThan(17);
  }

  @Test
  void theEmbeddedScanGoesOnFromThere() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(cluster)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(cluster.relativize(file).toString()));
      }
    }
    assertThat(new Scan(copy, ScanProgress.NONE, 2).of(sources)).isZero();
    try (Census both = Census.openPair(embedded, copy)) {
      assertThat(ask(both, "FROM a.files EXCEPT ALL FROM b.files")).isEmpty();
    }
  }

  @Test
  void sparkReadsWhatTheEmbeddedScanWrote() throws IOException {
    assertThat(
            SparkCensus.open(spark, embedded.toString())
                .sql("SELECT count(*) FROM bindings")
                .head()
                .getLong(0))
        .isEqualTo(
            SparkCensus.open(spark, cluster.toString())
                .sql("SELECT count(*) FROM bindings")
                .head()
                .getLong(0));
  }

  @Test
  void archivesAreReadFromServers() throws IOException {
    Path debs = sources.getFirst();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Path file = debs.resolve(exchange.getRequestURI().getPath().substring(1));
          boolean there = Files.exists(file);
          exchange.sendResponseHeaders(there ? 200 : 404, there ? Files.size(file) : -1);
          if (there) {
            Files.copy(file, exchange.getResponseBody());
          }
          exchange.close();
        });
    server.start();
    Path census = folder.resolve("remote");
    String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    try (Stream<Path> files = Files.list(debs)) {
      String bash =
          files
              .map(f -> f.getFileName().toString())
              .filter(n -> n.startsWith("bash_") && n.contains("amd64"))
              .findFirst()
              .orElseThrow();
      new ClusterScan(spark, census.toString())
          .of(List.of(base + bash, base + "cut.deb", base + "none.deb"));
      try (Census both = Census.openPair(census, embedded)) {
        assertThat(ask(both, "SELECT path FROM a.units WHERE kind = 'deb'"))
            .containsExactly(base + bash);
        assertThat(ask(both, "SELECT path, what FROM a.errors ORDER BY 1"))
            .containsExactly(base + "cut.deb archive", base + "none.deb unreadable");
        assertThat(ask(both, "FROM a.symbols EXCEPT ALL FROM b.symbols")).isEmpty();
        assertThat(ask(both, "FROM a.files EXCEPT ALL FROM b.files")).isEmpty();
        assertThat(ask(both, "FROM a.elf")).isNotEmpty();
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aFolderWithSomethingInItIsLeftAlone() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Path file = Files.writeString(other.resolve("file"), "mine");
    ClusterScan scan = new ClusterScan(spark, other.toString());
    assertThatThrownBy(() -> scan.of(List.of(sources.getLast().toString())))
        .isInstanceOf(CensusException.class)
        .hasMessageContaining("is not empty");
    assertThat(file).hasContent("mine");
    ClusterScan again = new ClusterScan(spark, cluster.toString());
    assertThatThrownBy(() -> again.of(List.of(sources.getLast().toString())))
        .isInstanceOf(CensusException.class);
  }

  @Test
  void whatIsNotThereIsSaid() {
    Path fresh = folder.resolve("fresh");
    ClusterScan scan = new ClusterScan(spark, fresh.toString());
    assertThatThrownBy(() -> scan.of(List.of("/nowhere/at/all.deb")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> scan.of(List.of("http://127.0.0.1/folder/")))
        .isInstanceOf(CensusException.class)
        .hasMessageContaining("is neither .deb nor tar archive");
    assertThatThrownBy(() -> SparkCensus.open(spark, fresh.toString()))
        .isInstanceOf(CensusException.class)
        .hasMessageContaining("is no census");
    assertThat(fresh).doesNotExist();
  }

  private static List<String> lines(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        words.add(String.valueOf(row.get(i)));
      }
      lines.add(String.join(" ", words));
    }
    return lines;
  }

  private static List<String> ask(Census census, String sql) throws IOException {
    List<String> rows = new ArrayList<>();
    census.query(sql, new Lines(rows));
    return rows;
  }

  /** Rows as lines, values joined by blanks. */
  private record Lines(List<String> lines) implements Census.RowVisitor {
    @Override
    public void columns(List<String> names, List<String> types) {}

    @Override
    public void row(List<?> values) {
      lines.add(String.join(" ", values.stream().map(String::valueOf).toList()));
    }
  }
}
