package dev.elfwright.serve.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.elfwright.report.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What goes back; once only. */
public final class Response {
  /** Nothing may be loaded or run, only the style in the page itself; forms lead here. */
  private static final String POLICY =
      "default-src 'none'; style-src %s; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
          .formatted(Page.styleSource());

  private final HttpExchange exchange;
  private boolean begun;

  /** The answer to a request. */
  public Response(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /** Sends a page. Where something was sent before, this can only be the end of it. */
  public void page(int status, Page page) throws IOException {
    if (begun) {
      throw new IOException("the answer broke off: " + page.lead());
    }
    byte[] body = page.toHtml().getBytes(StandardCharsets.UTF_8);
    Headers headers = begin("text/html; charset=utf-8");
    if (isHead()) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /**
   * Sends a file to be saved.
   *
   * @param type of its content (RFC 6838)
   * @param name that it is given, of letters, digits, hyphens and full stops
   */
  public void download(String type, String name, Path file) throws IOException {
    Headers headers = begin(type);
    headers.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
    long length = Files.size(file);
    if (isHead()) {
      headers.set("Content-Length", Long.toString(length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    // To sendResponseHeaders 0 means a length that nobody knows, -1 that there is nothing.
    exchange.sendResponseHeaders(200, length == 0 ? -1 : length);
    Files.copy(file, exchange.getResponseBody());
  }

  private Headers begin(String type) {
    begun = true;
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    return headers;
  }

  private boolean isHead() {
    return exchange.getRequestMethod().equals("HEAD");
  }
}
