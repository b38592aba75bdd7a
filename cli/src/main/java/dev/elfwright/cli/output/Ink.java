package dev.elfwright.cli.output;

import java.util.Map;
import picocli.CommandLine.ParseResult;

/**
 * How words are set apart on a terminal: by the escape sequences SGR of ECMA-48, or not at all.
 * Only text that is printable already may be handed in.
 */
public enum Ink {
  PLAIN,
  ANSI;

  /** What the option {@code --color} says. */
  public enum When {
    AUTO,
    ALWAYS,
    NEVER;

    /** The choice of a command line that has the option. */
    public static When of(ParseResult arguments) {
      return switch (arguments.matchedOptionValue("--color", "auto")) {
        case "always" -> ALWAYS;
        case "never" -> NEVER;
        default -> AUTO;
      };
    }
  }

  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String YELLOW = "33";
  private static final String CYAN = "36";

  /**
   * What a terminal gets: no colours when {@code NO_COLOR} is there and not empty (no-color.org),
   * or {@code TERM} says that the terminal knows none.
   */
  public static Ink ofEnvironment(Map<String, String> environment) {
    boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    String terminal = environment.getOrDefault("TERM", "dumb");
    return unwanted || terminal.isEmpty() || terminal.equals("dumb") ? PLAIN : ANSI;
  }

  /** What stands above others. */
  public String title(String text) {
    return in(BOLD, text);
  }

  /** What a line is about. */
  public String name(String text) {
    return in(CYAN, text);
  }

  /** An address, which many lines have and few readers look at. */
  public String number(String text) {
    return in(YELLOW, text);
  }

  /** What need not be read. */
  public String aside(String text) {
    return in(DIM, text);
  }

  private String in(String style, String text) {
    return this == PLAIN ? text : "\033[".concat(style).concat("m").concat(text).concat("\033[m");
  }
}
