package dev.elfwright.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards what users program against; {@code src/test/resources/api} has a file a module. */
class ApiTest {
  private static final List<String> MODULES =
      List.of(
          "abi",
          "elf",
          "machine",
          "dwarf",
          "link",
          "packages",
          "fat",
          "natives",
          "report",
          "rseq",
          "tls");

  private static final String HOW_TO_ACCEPT =
      """
      The lines below are gone from the API or have changed: programs that use them no longer \
      compile or run. If that is meant, say so in CHANGELOG.md, run
        ./mvnw -q -Dquick -pl api test -Delfwright.api=accept
      and commit the changed file. The same command takes in what has been added.\
      """;

  @BeforeAll
  static void readSources() {
    Path root = Path.of("").toAbsolutePath().getParent();
    Stream<String> options =
        Stream.concat(
            Stream.of("--module-path", libraries(), "--module"),
            Stream.of(
                MODULES.stream().map(m -> "dev.elfwright." + m).collect(Collectors.joining(","))));
    Stream<String> sources =
        MODULES.stream()
            .flatMap(m ->
                Stream.of(
                    "--module-source-path",
                    "dev.elfwright." + m + "=" + root.resolve(m).resolve("src/main/java")));
    var tool = ToolProvider.getSystemDocumentationTool();
    var messages = new StringWriter();
    List<String> all = Stream.concat(sources, options).toList();
    assertThat(tool.getTask(messages, null, null, ApiDoclet.class, all, null).call())
        .as(messages::toString)
        .isTrue();
  }

  /** All that the modules require is on this test's own class path. */
  private static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .filter(p -> p.matches(".*/(jspecify|commons-[a-z0-9]+|xz|zstd-jni)-[^/]*[.]jar"))
        .collect(Collectors.joining(":"));
  }

  static List<String> modules() {
    return MODULES;
  }

  @ParameterizedTest
  @MethodSource("modules")
  void nothingIsTakenFromTheApi(String module) throws IOException {
    SortedSet<String> now = ApiDoclet.API.get("dev.elfwright." + module);
    Path file = Path.of("src/test/resources/api", module + ".txt");
    if ("accept".equals(System.getProperty("elfwright.api"))) {
      Files.write(file, now, UTF_8);
    }
    SortedSet<String> gone = new TreeSet<>(Files.readAllLines(file, UTF_8));
    assertThat(gone).isNotEmpty();
    gone.removeAll(now);
    assertThat(gone).as(HOW_TO_ACCEPT).isEmpty();
  }

  @Test
  void everythingPublicHasAComment() {
    assertThat(ApiDoclet.WITHOUT_COMMENT).isEmpty();
  }
}
