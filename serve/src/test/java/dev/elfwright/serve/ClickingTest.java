package dev.elfwright.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.census.Census;
import dev.elfwright.census.CsvAnswer;
import dev.elfwright.census.JsonAnswer;
import dev.elfwright.census.Question;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader clicks through the pages. */
class ClickingTest {
  @TempDir static Path folder;
  private static Path census;
  private static CensusServer server;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    census = SampleCensus.in(folder);
    server = CensusServer.start(census, new InetSocketAddress("127.0.0.1", 0));
    browser = Browser.in(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    browser.close();
    server.close();
  }

  @BeforeEach
  void goHome() throws Exception {
    browser.open(server.home());
  }

  @Test
  void fromTheSearchToWhoBindsToALibrary() throws Exception {
    browser.click("input[name=q]");
    browser.type("libtwo");
    browser.follow("button");
    assertThat(browser.text()).contains("Packages", "Sonames", "libtwo.so.1");
    browser.followText("libtwo");
    assertThat(browser.text()).contains("a package", "Dependencies", "ELF files");
    browser.followText("/usr/lib/x86_64-linux-gnu/libtwo.so.1");
    assertThat(browser.text()).contains("soname", "Bound to by", ".dynsym");
    browser.followText("/usr/bin/main");
    assertThat(browser.text()).contains("What the loader maps", "Copied variables");
    browser.followText("two_data");
    assertThat(browser.text()).contains("Defined in", "Copied into", "libtwo.so.1");
  }

  @Test
  void theDependencyGraphLeadsOn() throws Exception {
    browser.open(server.home().resolve("/package?name=main"));
    assertThat(browser.evaluate("document.querySelectorAll('.graph path').length")).isEqualTo("6");
    browser.follow(".graph a[href='/package?name=libtwo'] rect");
    assertThat(browser.evaluate("document.querySelector('h1').textContent")).isEqualTo("libtwo");
  }

  @Test
  void anAreaOfTheTreeMapLeadsIntoIt() throws Exception {
    browser.followText("Sizes");
    browser.follow(".treemap a[href*=origin] text");
    assertThat(browser.text()).contains("Size of " + folder.resolve("tree"));
    browser.follow(".treemap a[href*=libcrypto] rect");
    assertThat(browser.text()).contains("libcrypto.so.3", "Bound to by");
  }

  @Test
  void aQuestionIsAskedAndItsAnswerSaved() throws Exception {
    browser.followText("Questions");
    browser.followText("consumers");
    browser.click("input[name=symbol]");
    browser.type("SSL_new");
    browser.follow("button");
    assertThat(browser.text()).contains("1 row", "/usr/bin/openssl", "OPENSSL_3.0.0");

    StringWriter csv = new StringWriter();
    StringWriter json = new StringWriter();
    Map<String, String> values = Map.of("symbol", "SSL_new");
    Path parquet = folder.resolve("expected.parquet");
    try (Census open = Census.open(census)) {
      Question.named("consumers").ask(open, values, new CsvAnswer(csv));
      JsonAnswer rows = new JsonAnswer(json);
      Question.named("consumers").ask(open, values, rows);
      rows.end();
    }
    Question.named("consumers").export(census, values, parquet);
    assertThat(csv.toString()).contains("/usr/bin/openssl");
    assertThat(Files.readString(saved("csv"))).isEqualTo(csv.toString());
    assertThat(Files.readString(saved("json"))).isEqualTo(json.toString());
    assertThat(saved("parquet")).hasSameBinaryContentAs(parquet);
  }

  private static Path saved(String format) throws Exception {
    browser.click("a[href^='/export/consumers." + format + "']");
    Path file = folder.resolve("consumers." + format);
    Browser.await("download", () -> Files.exists(file));
    return file;
  }

  @Test
  void aMissingParameterIsSaid() throws Exception {
    browser.open(server.home().resolve("/questions/removal"));
    browser.click("input[name=library]");
    browser.type("libtwo.so.1");
    browser.follow("button");
    assertThat(browser.text()).contains("symbol=VALUE is missing");
  }

  @Test
  void hostileNamesAreTextAndRunNothing() throws Exception {
    browser.click("input[name=q]");
    browser.type("onerror");
    browser.follow("button");
    assertThat(browser.text()).contains(SampleCensus.HOSTILE);
    browser.followText("/usr/lib/x86_64-linux-gnu/" + SampleCensus.HOSTILE);
    assertThat(browser.evaluate("document.querySelector('h1').textContent"))
        .endsWith(SampleCensus.HOSTILE);
    assertThat(browser.evaluate("document.title")).endsWith(SampleCensus.HOSTILE);
    browser.open(server.home());
    browser.click("input[name=q]");
    browser.type(SampleCensus.HOSTILE_SYMBOL);
    browser.follow("button");
    browser.followText(SampleCensus.HOSTILE_SYMBOL);
    assertThat(browser.evaluate("document.title")).isEqualTo(SampleCensus.HOSTILE_SYMBOL);
    assertThat(browser.evaluate("document.querySelectorAll('img, script').length")).isEqualTo("0");
  }

  @Test
  void evenMarkupThatGotInWouldNotRun() throws Exception {
    browser.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')");
    Thread.sleep(300);
    assertThat(browser.evaluate("window.ran")).isEqualTo("undefined");
    // The style, which the same policy names by its digest, is applied.
    assertThat(browser.evaluate("getComputedStyle(document.querySelector('nav')).display"))
        .isEqualTo("flex");
  }

  @Test
  void nothingSticksOutOnAPhone() throws Exception {
    browser.width(360);
    for (String path :
        List.of(
            "/",
            "/search?q=lib",
            "/package?name=main",
            "/file?path=/usr/bin/openssl",
            "/symbol?name=SSL_new",
            "/sizes",
            "/hardening",
            "/abi-risk",
            "/questions",
            "/questions/consumers?symbol=SSL_new")) {
      browser.open(server.home().resolve(path));
      assertThat(excess()).as(path).isEqualTo("0");
    }
    browser.evaluate("document.querySelector('main').style.width = '500px'");
    assertThat(excess()).isNotEqualTo("0");
    browser.width(1200);
  }

  private static String excess() throws Exception {
    return browser.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }
}
