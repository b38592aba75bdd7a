package dev.elfwright.cli.census;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.census.Scan;
import dev.elfwright.census.ScanProgress;
import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Main;
import dev.elfwright.cli.output.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code elfwright census serve} as a process, and what it says when it cannot start. */
class ServeCommandTest {
  @TempDir static Path folder;
  private static String census;

  @BeforeAll
  static void scan() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.copy(Path.of("/bin/true"), tree.resolve("true"));
    Path into = folder.resolve("census");
    new Scan(into, ScanProgress.NONE, 1).of(List.of(tree));
    census = into.toString();
  }

  @Test
  void itSaysWhereServesAndEndsWhenInterrupted() throws Exception {
    Path errors = folder.resolve("errors");
    Process process = started(errors, census, "--port", "0");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      assertThat(line).matches("http://127\\.0\\.0\\.1:[0-9]+/ shows .*; Ctrl-C ends it");
      HttpRequest home = HttpRequest.newBuilder(URI.create(line.replaceFirst(" .*", ""))).build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        assertThat(client.send(home, BodyHandlers.ofString()).body()).contains("ELF files");
      }
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(Files.readString(errors)).isEmpty();
      assertThat(out.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theAddressComesAsJson() throws Exception {
    Process process = started(folder.resolve("none"), census, "--port", "0", "--json");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine() + out.readLine() + out.readLine())
          .matches("\\{  \"address\": \"http://127\\.0\\.0\\.1:[0-9]+/\"\\}");
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process started(Path errors, String... words) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "census",
            "serve");
    return new ProcessBuilder(Stream.concat(command.stream(), Stream.of(words)).toList())
        .redirectError(errors.toFile())
        .start();
  }

  @Test
  void whatIsWrongIsOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run(ExitCode.BAD_INPUT, census, "--port", port))
          .isEqualTo(
              "elfwright: cannot listen at 127.0.0.1 port %s: Address already in use; --port 0 takes a free one\n"
                  .formatted(port));
    }
    assertThat(run(ExitCode.BAD_INPUT, folder.resolve("none").toString(), "--port", "0"))
        .contains("is no census");
    assertThat(run(ExitCode.BAD_INPUT, census, "--bind", "no such name"))
        .contains("--bind: no such address: no such name");
    assertThat(run(ExitCode.BAD_INPUT, census, "--port", "0", "--bind", "192.0.2.1"))
        .contains("cannot listen at 192.0.2.1 port 0");
    assertThat(run(ExitCode.USAGE, census, "--port", "70000"))
        .contains("expected a port from 0 to 65535");
  }

  private static String run(int expected, String... words) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    String[] all =
        Stream.concat(Stream.of("census", "serve"), Stream.of(words)).toArray(String[]::new);
    int code = new Elfwright(new Terminal(out, out, false)).run(all);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(code).as(text).isEqualTo(expected);
    return text;
  }
}
