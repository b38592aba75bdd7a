package dev.elfwright.report;

import java.util.Locale;

/** Builds markup; every text that is not markup goes through {@link #text}. */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Adds markup as it is. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /**
   * Adds text, escaped for elements and for attributes in double quotes. What would be invisible or
   * turn the direction of what follows is written out: names come from files of anybody.
   */
  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> {
          if (isHidden(c)) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return this;
  }

  private static boolean isHidden(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t';
      case Character.FORMAT -> true;
      default -> false;
    };
  }

  /** Adds a text, inside of {@code <a>} where it leads somewhere. */
  Html link(Block.Link link) {
    if (link.target().isEmpty()) {
      return text(link.text());
    }
    return raw("<a href=\"").text(link.target()).raw("\">").text(link.text()).raw("</a>");
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
