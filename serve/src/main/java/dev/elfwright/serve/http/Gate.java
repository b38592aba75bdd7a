package dev.elfwright.serve.http;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What every request has to pass.
 *
 * <p>A page of anybody can have a browser ask {@code http://its-name/}, and its name server can
 * then say that this name is this machine (DNS rebinding); the browser would give that page the
 * answers. An address in digits or {@code localhost} cannot be made to mean something else, so
 * these are answered, and other names are not. The port is not looked at: a tunnel may have
 * another.
 */
public final class Gate {
  private static final Pattern SAFE_HOST =
      Pattern.compile("(localhost|[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?");

  private Gate() {}

  /**
   * Lets a request pass.
   *
   * @throws Refusal when it does not
   */
  public static void pass(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      throw new Refusal(405, "nothing can be changed here: expected GET or HEAD");
    }
    List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    // A proxy is asked with a whole address, whose host then counts (RFC 9112, 3.2.2).
    String whole = exchange.getRequestURI().getRawAuthority();
    if (hosts.size() != 1 || !isSafe(hosts.getFirst()) || whole != null && !isSafe(whole)) {
      throw new Refusal(421, "expected a host of digits or localhost in the address");
    }
  }

  static boolean isSafe(String host) {
    return SAFE_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
