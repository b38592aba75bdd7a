package dev.elfwright.cli.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.abi.diff.Rule;
import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.Chromium;
import dev.elfwright.testkit.Tool;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code abi diff} writes for other programs: SARIF for review tools, pages for browsers. */
class ReportFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void build() throws IOException {
    Files.writeString(
        folder.resolve("lib.c"),
        """
        #ifdef NEW
        struct point { int y, x; };
        int table[8] = {1};
        int fresh = 1;
        __thread int own = 1;
        #else
        struct point { int x, y; };
        int table[4] = {1};
        #endif
        int get(struct point *p) { return p->x; }
        """);
    for (String name : List.of("old", "new 100%")) {
      Files.createDirectory(folder.resolve(name));
      List<String> command = new ArrayList<>(List.of("gcc", "-g", "-shared", "-fPIC"));
      command.addAll(name.equals("old") ? List.of() : List.of("-DNEW"));
      command.addAll(List.of("-Wl,-soname,libp.so", "lib.c", "-o", name + "/libp.so"));
      Tool.run(folder, command);
    }
  }

  private String diff(String... more) {
    var text = new ByteArrayOutputStream();
    String[] all =
        Stream.concat(
                Stream.of(
                    "abi",
                    "diff",
                    folder.resolve("old/libp.so").toString(),
                    folder.resolve("new 100%/libp.so").toString()),
                Stream.of(more))
            .toArray(String[]::new);
    int code;
    try (var out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
      code = new Elfwright(new Terminal(out, out, false)).run(all);
    }
    assertThat(code).as(text.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.FINDING);
    return text.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aNewVariableComesWithAdvice() {
    assertThat(diff())
        .contains("SYM-ADDED                  fresh: variable of 4 bytes added")
        .contains("DATA-EXPORT-ADVICE         fresh: 4 bytes, aligned to 4, for all to rely on")
        .contains("DATA-EXPORT-ADVICE         own: 4 bytes, aligned to 4, for all to rely on");
  }

  /** OASIS SARIF 2.1.0, sections 3.13 to 3.27: what is required, and what has few values. */
  @Test
  void sarifHasTheStructureOfItsStandard() throws IOException {
    diff("--sarif", folder.resolve("sarif.json").toString());
    Map<?, ?> log = object(parse(folder.resolve("sarif.json")));
    assertThat(log.get("version")).isEqualTo("2.1.0");
    assertThat(log.get("$schema").toString()).endsWith("sarif-2.1.0.json");
    Map<?, ?> run = object(only(log.get("runs")));
    Map<?, ?> driver = object(object(run.get("tool")).get("driver"));
    assertThat(driver.get("name")).isEqualTo("elfwright abi diff");
    List<String> rules =
        list(driver.get("rules")).stream()
            .map(ReportFilesTest::object)
            .map(r -> {
              assertThat(object(r.get("shortDescription")).get("text").toString()).endsWith(".");
              assertLevel(object(r.get("defaultConfiguration")).get("level"));
              return r.get("id").toString();
            })
            .toList();
    assertThat(rules)
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(Stream.of(Rule.values()).map(Rule::id).toList());
    List<String> told = new ArrayList<>();
    for (Object entry : list(run.get("results"))) {
      Map<?, ?> result = object(entry);
      assertThat(rules).contains(result.get("ruleId").toString());
      assertLevel(result.get("level"));
      told.add(result.get("ruleId") + " " + object(result.get("message")).get("text"));
      Map<?, ?> location = object(only(result.get("locations")));
      Map<?, ?> artifact = object(object(location.get("physicalLocation")).get("artifactLocation"));
      assertThat(URI.create(artifact.get("uri").toString()).getPath())
          .isEqualTo(folder.resolve("new 100%/libp.so").toString());
      assertThat(object(only(location.get("logicalLocations"))).get("fullyQualifiedName"))
          .isInstanceOf(String.class);
    }
    assertThat(told)
        .contains(
            "DATA-COPY-SIZE table: 32 bytes, were 16",
            "TYPE-MEMBER-MOVED struct point: x moved from offset 0 to offset 4",
            "DATA-EXPORT-ADVICE fresh: 4 bytes, aligned to 4, for all to rely on");
  }

  private static void assertLevel(Object level) {
    assertThat(level).isIn("none", "note", "warning", "error");
  }

  private static Map<?, ?> object(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<?, ?>) value;
  }

  private static List<?> list(Object value) {
    assertThat(value).isInstanceOf(List.class);
    return (List<?>) value;
  }

  private static Object only(Object value) {
    assertThat(list(value)).hasSize(1);
    return list(value).getFirst();
  }

  private static Object parse(Path file) throws IOException {
    try (JsonParser in =
        new JsonFactory().createParser(ObjectReadContext.empty(), Files.readString(file))) {
      in.nextToken();
      Object value = value(in);
      assertThat(in.nextToken()).as("nothing behind the document").isNull();
      return value;
    }
  }

  private static Object value(JsonParser in) {
    return switch (in.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          String name = in.currentName();
          in.nextToken();
          assertThat(members.put(name, value(in))).as("%s twice", name).isNull();
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(in));
        }
        yield elements;
      }
      default -> in.getString();
    };
  }

  /**
   * Both layouts stand beside each other where a browser draws them, with what changed in colour.
   */
  @Test
  void thePageShowsBothLayoutsInABrowser() throws Exception {
    Path page = folder.resolve("page.html");
    diff("-o", page.toString());
    assertThat(Files.readString(page)).doesNotContain("<script", "http");
    String text = browse(page, "--dump-dom");
    assertThat(text)
        .contains("old: struct point, 8 bytes", "new: struct point, 8 bytes")
        .contains("<span class=\"old\">     0  int x</span>")
        .contains("DATA-EXPORT-ADVICE", "DATA-COPY-SIZE")
        .containsPattern("(?s)<h2[^>]*>breaks programs that use it</h2>.*addition");
    Path image = folder.resolve("page.png");
    browse(page, "--window-size=1000,1800", "--screenshot=" + image);
    Path plain = Files.writeString(folder.resolve("plain.html"), "<p>nothing</p>");
    Path other = folder.resolve("plain.png");
    browse(plain, "--window-size=1000,1800", "--screenshot=" + other);
    assertThat(colours(image)).hasSizeGreaterThan(colours(other).size()).contains(0xf7f7f5);
  }

  private String browse(Path page, String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add(page.toUri().toString());
    Process browser =
        new ProcessBuilder(Chromium.command(folder.resolve("profile"), words))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(browser.waitFor()).isZero();
    return text;
  }

  private static Set<Integer> colours(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    Set<Integer> found = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        found.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return found;
  }
}
