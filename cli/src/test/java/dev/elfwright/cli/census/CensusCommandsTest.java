package dev.elfwright.cli.census;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code elfwright census} prints. */
class CensusCommandsTest {
  @TempDir static Path folder;
  private static String census;

  @BeforeAll
  static void scanTwoPrograms() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/bin"));
    Files.copy(Path.of("/bin/true"), tree.resolve("true"));
    Files.writeString(tree.resolve("a,\"b\""), "#!/bin/sh -e\n");
    census = folder.resolve("census").toString();
    assertThat(run(ExitCode.OK, "scan", "-o", census, folder.resolve("tree").toString()))
        .contains("of content read in");
  }

  @Test
  void answersComeAsTextCsvAndJson() {
    String sql = "SELECT path, size > 0 AS filled, size FROM files WHERE class = 'script'";
    assertThat(run(ExitCode.OK, "sql", "-c", census, sql))
        .isEqualTo("path        filled  size\n/bin/a,\"b\"  true      13\n");
    assertThat(run(ExitCode.OK, "sql", "-c", census, "--csv", sql))
        .isEqualTo("path,filled,size\r\n\"/bin/a,\"\"b\"\"\",true,13\r\n");
    assertThat(run(ExitCode.OK, "sql", "-c", census, "--json", sql))
        .contains("\"path\": \"/bin/a,\\\"b\\\"\"", "\"filled\": true", "\"size\": 13");
  }

  @Test
  void anAnswerBecomesAParquetFile() throws IOException {
    Path out = folder.resolve("answer.parquet");
    run(ExitCode.OK, "sql", "-c", census, "-o", out.toString(), "SELECT path FROM files");
    assertThat(new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1))
        .startsWith("PAR1")
        .endsWith("PAR1");
    assertThat(folder).isDirectoryNotContaining(p -> p.toString().endsWith(".new"));
  }

  private static final String BARS =
      "SELECT * FROM (VALUES ('one', 1), ('four', 4), ('<b>', -2), ('none', NULL)) t(name, n)";

  @Test
  void anAnswerBecomesAChart() {
    // 80 columns: 4 of names, 2 of values, 2 between; 72 are shared by 4 to the right and 2 to the
    // left.
    assertThat(run(ExitCode.OK, "sql", "-c", census, "--format", "chart", BARS))
        .isEqualTo(
            """
            one  %1$s%2$s 1
            four %1$s%3$s 4
            <b>  %4$s -2
            none %1$s\s
            """
                .formatted(" ".repeat(24), "█".repeat(12), "█".repeat(48), "█".repeat(24)));
    assertThat(run(ExitCode.OK, "sql", "-c", census, "--format", "chart", "--top", "1", BARS))
        .contains("one")
        .doesNotContain("four")
        .endsWith("... 4 rows in all\n");
    assertThat(run(ExitCode.OK, "ask", "-c", census, "--format", "chart", "hardening"))
        .contains("program ██");
    assertThat(run(ExitCode.BAD_INPUT, "sql", "-c", census, "--format", "chart", "SELECT 'a' AS b"))
        .isEqualTo(
            "elfwright: a chart needs a column of names, and then one of numbers; this answer has"
                + " b\n");
    assertThat(run(ExitCode.USAGE, "sql", "-c", census, "--format", "pie", BARS))
        .contains("expected table or csv or json or chart");
  }

  @Test
  void aChartBecomesAPicture() throws IOException {
    Path out = folder.resolve("chart.svg");
    run(ExitCode.OK, "sql", "-c", census, "--format", "chart", "-o", out.toString(), BARS);
    assertThat(Files.readString(out)).contains("n by name", "&lt;b&gt;").doesNotContain("<b>");
    assertThat(run(ExitCode.BAD_INPUT, "sql", "-c", census, "--csv", "-o", out.toString(), BARS))
        .contains("-o writes Parquet or a chart");
    assertThat(folder).isDirectoryNotContaining(p -> p.toString().endsWith(".new"));
  }

  @Test
  void theWordsOfFormatAreTheOldOptions() {
    String sql = "SELECT path FROM files WHERE class = 'script'";
    assertThat(run(ExitCode.OK, "sql", "-c", census, "--format", "csv", sql))
        .isEqualTo(run(ExitCode.OK, "sql", "-c", census, "--csv", sql));
    assertThat(run(ExitCode.OK, "sql", "-c", census, "--format", "json", sql))
        .isEqualTo(run(ExitCode.OK, "sql", "-c", census, "--json", sql));
  }

  @Test
  void theShellTakesQueriesAndCommands() {
    InputStream in = System.in;
    try {
      String typed =
          """
          .tables
          SELECT count(*) AS n
          FROM elf;
          SELECT * FROM nothing;
          .ask hardening
          .unknown
          .quit
          """;
      System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
      assertThat(run(ExitCode.BAD_INPUT, "sql", "-c", census))
          .contains(
              "elf: an ELF file\n",
              "n\n1\n",
              "nothing does not exist",
              "program  X86_64",
              "expected .help");
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void questionsAndTablesDescribeThemselves() {
    assertThat(run(ExitCode.OK, "ask")).contains("consumers\n    which files refer to a symbol");
    assertThat(run(ExitCode.OK, "ask", "consumers", "--show-sql")).contains("FROM bindings b");
    assertThat(run(ExitCode.OK, "schema", "copies")).contains("a COPY relocation", "address");
    assertThat(run(ExitCode.OK, "schema", "--json")).contains("\"name\": \"bindings\"");
  }

  @Test
  void whatIsWrongIsOneLine() {
    assertThat(run(ExitCode.BAD_INPUT, "ask", "-c", census, "consumers"))
        .contains("consumers: symbol=VALUE is missing");
    assertThat(run(ExitCode.BAD_INPUT, "ask", "nonsense")).contains("no question 'nonsense'");
    assertThat(run(ExitCode.BAD_INPUT, "schema", "nonsense")).contains("no table 'nonsense'");
    assertThat(run(ExitCode.BAD_INPUT, "sql", "-c", folder.resolve("none").toString(), "SELECT 1"))
        .contains("is no census");
    assertThat(run(ExitCode.BAD_INPUT, "scan", "-o", census, "/does/not/exist"))
        .contains("no such file");
    assertThat(run(ExitCode.BAD_INPUT, "sql", "-c", census, "DROP VIEW files"))
        .contains("can only be read");
  }

  @Test
  void aCensusDoesNotDifferFromItself() {
    assertThat(run(ExitCode.OK, "diff", census, census)).contains("packages: ", "sizes: ");
    String other = folder.resolve("other").toString();
    run(ExitCode.OK, "scan", "-o", other, "/bin/false");
    assertThat(run(ExitCode.FINDING, "diff", "--only", "files", "--json", census, other))
        .contains("\"change\": \"removed\"");
  }

  private static String run(int expected, String... arguments) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    String[] all = new String[arguments.length + 1];
    all[0] = "census";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    int code = new Elfwright(new Terminal(out, out, false)).run(all);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(code).as(text).isEqualTo(expected);
    return text;
  }
}
