package dev.elfwright.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Chromium;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Chromium without a window, driven by the protocol of its developer tools: a mouse that clicks
 * where an element is drawn, and a keyboard.
 */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ID = Pattern.compile("\\{\"id\":(\\d+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();
  private final Process process;
  private final WebSocket tools;

  private Browser(Process process, Path profile) throws Exception {
    this.process = process;
    Path port = profile.resolve("DevToolsActivePort");
    await("a port", () -> Files.exists(port) && Files.readAllLines(port).size() == 2);
    URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).getFirst() + "/json/list");
    String pages =
        client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
    Matcher page =
        Pattern.compile("\"webSocketDebuggerUrl\": \"(ws:[^\"]*/page/[^\"]*)\"").matcher(pages);
    assertThat(page.find()).as(pages).isTrue();
    this.tools =
        client.newWebSocketBuilder().buildAsync(URI.create(page.group(1)), new Listener()).join();
  }

  /** Starts one with a profile of its own in a folder, where downloads go too. */
  static Browser in(Path folder) throws Exception {
    Path profile = folder.resolve("profile");
    Process process =
        new ProcessBuilder(
                Chromium.command(
                    profile,
                    List.of("--window-size=1200,900", "--remote-debugging-port=0", "about:blank")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Browser browser = new Browser(process, profile);
      browser.ask(
          "Page.setDownloadBehavior",
          "{\"behavior\":\"allow\",\"downloadPath\":\"" + folder + "\"}");
      return browser;
    } catch (Exception | Error e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Collects what the browser says: messages may come in pieces. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
      message.append(data);
      if (isLast) {
        Matcher id = ID.matcher(message);
        if (id.lookingAt()) {
          asked.remove(Integer.parseInt(id.group(1))).complete(message.toString());
        }
        message.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private String ask(String method, String parameters) throws Exception {
    int id = last.incrementAndGet();
    CompletableFuture<String> answer = new CompletableFuture<>();
    asked.put(id, answer);
    String message =
        "{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters);
    tools.sendText(message, true).join();
    return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** The value of an expression of JavaScript, as text. */
  String evaluate(String expression) throws Exception {
    String quoted = "String(" + expression + ")";
    String answer =
        ask(
            "Runtime.evaluate",
            "{\"returnByValue\":true,\"expression\":\""
                + quoted.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ")
                + "\"}");
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), answer)) {
      for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
        if (t == JsonToken.PROPERTY_NAME && parser.currentName().equals("value")) {
          parser.nextToken();
          return parser.getString();
        }
      }
    }
    throw new AssertionError(expression + ": " + answer);
  }

  /** Opens an address as if it were typed. */
  void open(URI address) throws Exception {
    ask("Page.navigate", "{\"url\":\"" + address + "\"}");
    await(address + " is there", () -> evaluate("document.readyState").equals("complete"));
  }

  /** Clicks an element, the first of a CSS selector, and waits for the page that this leads to. */
  void follow(String selector) throws Exception {
    evaluate("window.old = true");
    click(selector);
    await(
        "the page behind " + selector,
        () -> evaluate("window.old === undefined && document.readyState").equals("complete"));
  }

  /** Clicks the link with this text, and waits for the page that it leads to. */
  void followText(String text) throws Exception {
    evaluate("[...document.querySelectorAll('a')].forEach(a => a.id = '')");
    String found =
        evaluate(
            "[...document.querySelectorAll('a')].filter(a => a.textContent == \"%s\")"
                    .formatted(text.replace("\"", "\\\""))
                + ".slice(0, 1).map(a => a.id = 'chosen')");
    assertThat(found).as("a link " + text + " in " + text()).isEqualTo("chosen");
    follow("#chosen");
  }

  /** Clicks in the middle of an element, where it is drawn. */
  void click(String selector) throws Exception {
    String place =
        evaluate(
            """
            (e => { e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();
              return Math.round(r.x + r.width / 2) + ' ' + Math.round(r.y + r.height / 2) })\
            (document.querySelector("%s"))\
            """
                .formatted(selector.replace("\"", "\\\"")));
    String[] xy = place.split(" ");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      ask(
          "Input.dispatchMouseEvent",
          "{\"type\":\"%s\",\"x\":%s,\"y\":%s,\"button\":\"left\",\"clickCount\":1}"
              .formatted(type, xy[0], xy[1]));
    }
  }

  /** Types a text into what was clicked last. */
  void type(String text) throws Exception {
    ask(
        "Input.insertText",
        "{\"text\":\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
  }

  /** Sets how wide the window is, in pixels. */
  void width(int pixels) throws Exception {
    ask(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":800,\"deviceScaleFactor\":1,\"mobile\":true}".formatted(pixels));
  }

  /** What a reader sees. */
  String text() throws Exception {
    return evaluate("document.body.innerText");
  }

  /** Something that comes true in time. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + what + " within " + PATIENCE);
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      ask("Browser.close", "{}");
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
