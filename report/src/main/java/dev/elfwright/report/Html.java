package dev.elfwright.report;

/** Builds markup; every text that is not markup goes through {@link #text}. */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Adds markup as it is. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds text, escaped for elements and for attributes in double quotes. */
  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
    return this;
  }

  /** Adds {@code <tag>text</tag>}. */
  Html element(String tag, String text) {
    return raw("<" + tag + ">").text(text).raw("</" + tag.split(" ", 2)[0] + ">");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
