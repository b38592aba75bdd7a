package dev.elfwright.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.census.Census;
import dev.elfwright.census.CensusException;
import dev.elfwright.census.Question;
import dev.elfwright.census.Scan;
import dev.elfwright.census.ScanProgress;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers, and what it refuses. */
class CensusServerTest {
  private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);

  private static final int MOST_OF_A_KIND = 8;

  @TempDir static Path folder;
  private static Path census;
  private static CensusServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    census = SampleCensus.in(folder);
    server = CensusServer.start(census, LOOPBACK);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void everyLinkLeadsToAnAnswer() throws Exception {
    Deque<String> toSee = new ArrayDeque<>(List.of("/"));
    Set<String> seen = new HashSet<>(toSee);
    Map<String, Integer> kinds = new HashMap<>();
    while (!toSee.isEmpty()) {
      String path = toSee.poll();
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      Matcher links = Pattern.compile("(?:href|action)=\"([^\"]*)\"").matcher(answer.body());
      while (links.find()) {
        String link = links.group(1).replace("&amp;", "&");
        String kind = link.replaceFirst("[?].*", "");
        // Of the many symbols some are enough.
        if (seen.add(link) && kinds.merge(kind, 1, Integer::sum) <= MOST_OF_A_KIND) {
          toSee.add(link);
        }
      }
    }
    assertThat(kinds.keySet())
        .contains("/search", "/package", "/file", "/symbol", "/sizes", "/hardening")
        .contains("/abi-risk", "/questions", "/questions/copies", "/export/copies.csv")
        .contains("/export/copies.json", "/export/copies.parquet");
  }

  @Test
  void pagesSayWhatTheCensusKnows() throws Exception {
    assertThat(get("/").body()).contains("<strong>2</strong>", "packages");
    assertThat(get("/search?q=libtwo").body())
        .contains("<a href=\"/package?name=libtwo\">libtwo</a>", "libtwo.so.1");
    assertThat(get("/package?name=main").body())
        .contains(
            "libtwo = 1.0", "<rect class=\"subject\"", "<rect class=\"absent\"", "/usr/bin/main");
    String program = get("/file?path=/usr/bin/main").body();
    assertThat(program).contains("What the loader maps", "two_data", "Copied variables", ".dynsym");
    String library = get("/file?path=/usr/lib/x86_64-linux-gnu/libtwo.so.1").body();
    assertThat(library).contains("Bound to by", ">/usr/bin/main</a>", "DT_SONAME");
    assertThat(get("/symbol?name=SSL_new").body())
        .contains("OPENSSL_3.0.0", "Wanted by", ">/usr/bin/openssl</a>");
    assertThat(get("/abi-risk").body())
        .contains("<title>copied variables: 1</title>", "libcrypto.so.3")
        .contains("<a href=\"/search?q=libtwo.so.1\">libtwo.so.1</a>");
    assertThat(get("/hardening").body()).contains("X86_64", "<title>programs: ");
    assertThat(get("/sizes").body()).contains("libtwo: ", "/sizes?package=libtwo");
  }

  @Test
  void namesThatMeanHarmAreText() throws Exception {
    String file = get("/search?q=" + encoded("onerror")).body();
    assertThat(file)
        .contains("&lt;img src=x onerror='document.title=1'&gt;&quot;&amp;amp;%41")
        .doesNotContain("<img");
    String target = find(file, "href=\"(/file[^\"]*)\"");
    assertThat(get(target).statusCode()).isEqualTo(200);
    assertThat(get("/symbol?name=" + encoded(SampleCensus.HOSTILE_SYMBOL)).body())
        .contains("&lt;script&gt;document.title=2&lt;/script&gt;", "libtwo.so.1")
        .doesNotContain("<script");
    String reflected = "\"><script>x</script>\u202e";
    for (String path :
        List.of(
            "/search?q=",
            "/package?name=",
            "/symbol?name=",
            "/file?path=",
            "/sizes?package=",
            "/questions/consumers?symbol=",
            "/questions/consumers?other=",
            "/questions/",
            "/export/",
            "/")) {
      assertThat(get(path + encoded(reflected)).body())
          .as(path)
          .doesNotContain("<script", "\u202e");
    }
  }

  @Test
  void exportsHaveAllRowsOfTheAnswer() throws Exception {
    String csv = get("/export/copies.csv").body();
    assertThat(csv)
        .startsWith("symbol,version,programs,smallest,largest\r\n")
        .contains("two_data,,1,16,16\r\n");
    String json = get("/export/consumers.json?symbol=twice").body();
    assertThat(json).contains("\"symbol\":\"twice\"", "\"weak\":false");
    Path parquet = folder.resolve("answer.parquet");
    HttpResponse<Path> answer =
        client.send(
            request("/export/consumers.parquet?symbol=twice").build(),
            BodyHandlers.ofFile(parquet));
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"consumers.parquet\"");
    Path expected = folder.resolve("expected.parquet");
    Question.named("consumers").export(census, Map.of("symbol", "twice"), expected);
    assertThat(parquet).hasSameBinaryContentAs(expected);
  }

  @Test
  void theFirstRowsAreThoseOfTheWholeAnswer() throws Exception {
    List<List<?>> all = new ArrayList<>();
    List<List<?>> first = new ArrayList<>();
    try (Census open = Census.open(census)) {
      Question.named("missing-libraries").ask(open, Map.of(), collector(all));
      Question.named("missing-libraries").ask(open, Map.of(), 2, collector(first));
    }
    assertThat(all).hasSizeGreaterThan(2);
    assertThat(first).isEqualTo(all.subList(0, 2));
  }

  @Test
  void nothingCanBeWritten() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
      HttpResponse<String> answer =
          client.send(
              request("/").method(method, HttpRequest.BodyPublishers.ofString("x")).build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }
  }

  @Test
  void headHasTheSameHeadersAndNoBody() throws Exception {
    HttpResponse<String> whole = get("/questions");
    HttpResponse<String> head =
        client.send(request("/questions").HEAD().build(), BodyHandlers.ofString());
    assertThat(head.body()).isEmpty();
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(whole.headers().firstValue("Content-Length"));
    assertThat(
            client
                .send(request("/export/copies.csv").HEAD().build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void pagesMayLoadAndRunNothing() throws Exception {
    assertThat(get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "style-src 'sha256-", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "script-src");
    assertThat(get("/nothing").headers().map()).containsKey("content-security-policy");
  }

  @Test
  void aForeignHostIsRefused() throws Exception {
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\n")).startsWith("HTTP/1.1 421 ");
    assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example:80\r\n"))
        .startsWith("HTTP/1.1 421 ");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(raw("GET / HTTP/1.0\r\n")).startsWith("HTTP/1.1 421 ");
    assertThat(raw("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 421 ");
    assertThat(raw("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(raw("GET / HTTP/1.1\r\nHost: LOCALHOST:9\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(raw("GET / HTTP/1.1\r\nHost: [::1]\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void noPathLeadsToAFile() throws Exception {
    for (String path :
        List.of(
            "/../../../../etc/passwd",
            "/..%2f..%2f..%2fetc/passwd",
            "/export/../../../etc/passwd",
            "/export/%2e%2e/copies.csv",
            "/questions/..%00",
            "//etc/passwd",
            "/file/etc/passwd")) {
      String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
      assertThat(answer).as(path).startsWith("HTTP/1.1 4").doesNotContain("root:");
    }
    assertThat(get("/file?path=/etc/passwd").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsWrongIsOneLine() throws Exception {
    refused(400, "/questions/consumers?symbol=a&symbol=b", "parameter 'symbol' is there twice");
    refused(
        400,
        "/questions/consumers?nonsense=1",
        "no parameter 'nonsense', expected symbol, version");
    refused(
        400, "/questions/removal?library=x", "removal: symbol=VALUE is missing: the symbol's name");
    refused(400, "/export/consumers.csv", "consumers: symbol=VALUE is missing: the symbol's name");
    refused(400, "/symbol", "parameter 'name' is missing");
    refused(400, "/?x=1", "no parameter 'x', expected none");
    refused(404, "/package?name=none", "no package of that name in the census");
    refused(404, "/questions/none", "no question of that name");
    refused(404, "/export/copies.exe", "expected the end .csv, .json or .parquet");
    refused(414, "/search?q=" + "x".repeat(9000), "an address of more than 8192 characters");
    assertThat(raw("GET /search?q=%zz HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(raw("nonsense\r\n")).startsWith("HTTP/1.1 400 ");
  }

  private void refused(int status, String path, String line) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
    assertThat(find(answer.body(), "class=\"notice\">([^<]*)<")).isEqualTo(line);
  }

  @Test
  void manyAskAtOnce() throws Exception {
    List<String> paths =
        List.of(
            "/", "/abi-risk", "/questions/closures", "/symbol?name=SSL_new", "/export/copies.csv");
    List<String> alone = new ArrayList<>();
    for (String path : paths) {
      alone.add(get(path).body());
    }
    List<Callable<String>> tasks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String path = paths.get(i % paths.size());
      tasks.add(() -> get(path).body());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = threads.invokeAll(tasks);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(alone.get(i % alone.size()));
      }
    }
  }

  @Test
  void onlyThisMachineReachesIt() throws Exception {
    assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (var address : Collections.list(network.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(() -> new Socket(address, server.address().getPort()).close())
              .isInstanceOf(ConnectException.class);
        }
      }
    }
  }

  @Test
  void aTakenPortAndNoCensusAreSaid() {
    assertThatThrownBy(() -> CensusServer.start(census, server.address()))
        .isInstanceOf(BindException.class);
    assertThatThrownBy(() -> CensusServer.start(folder.resolve("none"), LOOPBACK))
        .isInstanceOf(CensusException.class)
        .hasMessageContaining("is no census");
  }

  @Test
  void aNewScanIsSeen() throws Exception {
    Path own = folder.resolve("growing");
    Path tree = Files.createDirectories(folder.resolve("growing-tree"));
    Files.writeString(tree.resolve("one"), "#!/bin/sh\n");
    new Scan(own, ScanProgress.NONE, 1).of(List.of(tree));
    try (CensusServer other = CensusServer.start(own, LOOPBACK)) {
      assertThat(status(other, "/file?path=/one")).isEqualTo(200);
      assertThat(status(other, "/file?path=/two")).isEqualTo(404);
      Files.writeString(tree.resolve("two"), "#!/bin/sh\n");
      new Scan(own, ScanProgress.NONE, 1).of(List.of(tree));
      assertThat(status(other, "/file?path=/two")).isEqualTo(200);
    }
  }

  private int status(CensusServer other, String path) throws Exception {
    return client
        .send(HttpRequest.newBuilder(other.home().resolve(path)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static Census.RowVisitor collector(List<List<?>> rows) {
    return new Census.RowVisitor() {
      @Override
      public void columns(List<String> names, List<String> types) {}

      @Override
      public void row(List<?> values) {
        rows.add(values);
      }
    };
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.home() + path.substring(1)));
  }

  /** What the server says to bytes that no HTTP library would send. */
  private static String raw(String head) throws IOException {
    try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String find(String text, String regex) {
    Matcher found = Pattern.compile(regex).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1).replace("&amp;", "&");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
