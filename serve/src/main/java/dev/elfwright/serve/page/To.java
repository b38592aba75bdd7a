package dev.elfwright.serve.page;

import dev.elfwright.report.Block.Link;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Addresses of pages. */
final class To {
  private To() {}

  static String page(String path, Map<String, String> parameters) {
    StringBuilder address = new StringBuilder("/").append(path);
    char separator = '?';
    for (Map.Entry<String, String> one : parameters.entrySet()) {
      address.append(separator).append(encoded(one.getKey())).append('=');
      address.append(encoded(one.getValue()));
      separator = '&';
    }
    return address.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static Link packageNamed(String name) {
    return name.isEmpty() ? Link.none("") : new Link(name, page("package", Map.of("name", name)));
  }

  /** The file of a path, in any tree. */
  static Link file(String path) {
    return path.isEmpty() ? Link.none("") : new Link(path, page("file", Map.of("path", path)));
  }

  /** The file of a path in one tree, with one content where there are several. */
  static Link file(String origin, String path, String content) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("path", path);
    parameters.put("origin", origin);
    if (!content.isEmpty()) {
      parameters.put("content", content);
    }
    return path.isEmpty() ? Link.none("") : new Link(path, page("file", parameters));
  }

  static Link symbol(String name) {
    return name.isEmpty() ? Link.none("") : new Link(name, page("symbol", Map.of("name", name)));
  }

  static Link search(String text) {
    return text.isEmpty() ? Link.none("") : new Link(text, page("search", Map.of("q", text)));
  }

  static Link question(String shown, String name, Map<String, String> values) {
    return new Link(shown, page("questions/" + name, values));
  }
}
