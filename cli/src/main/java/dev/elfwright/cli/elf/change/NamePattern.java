package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Names as objcopy takes them: as they are, as shell patterns, or as regular expressions. */
enum NamePattern {
  /** A name stands for itself. */
  LITERAL,

  /** A shell pattern; one that begins with {@code !} takes back. */
  WILDCARD,

  /** A regular expression that the whole name has to match. */
  REGEX;

  private static final Pattern POSIX_CLASS =
      Pattern.compile(
          "\\[:(alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper|xdigit):\\]");

  /** Whether a name matches one of the patterns, and none that takes back. */
  Predicate<String> anyOf(List<String> patterns) {
    return switch (this) {
      case LITERAL -> new HashSet<>(patterns)::contains;
      case REGEX -> any(patterns.stream().map(NamePattern::regex).toList());
      case WILDCARD -> {
        Predicate<String> matches =
            any(patterns.stream().filter(p -> !p.startsWith("!")).map(NamePattern::glob).toList());
        Predicate<String> back =
            any(
                patterns.stream()
                    .filter(p -> p.startsWith("!"))
                    .map(p -> glob(p.substring(1)))
                    .toList());
        yield matches.and(back.negate());
      }
    };
  }

  private static Predicate<String> any(List<Predicate<String>> all) {
    return name -> all.stream().anyMatch(p -> p.test(name));
  }

  private static Predicate<String> regex(String pattern) {
    try {
      return Pattern.compile(withClasses(pattern), Pattern.DOTALL).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      throw new InputException("'" + pattern + "' is no regular expression: " + e.getDescription());
    }
  }

  /** POSIX's classes within brackets, such as {@code [:space:]}, in Java's words. */
  private static String withClasses(String pattern) {
    Matcher classes = POSIX_CLASS.matcher(pattern);
    return classes.replaceAll(c -> {
      String name = c.group(1);
      String java = name.equals("xdigit") ? "XDigit" : capitalized(name);
      return Matcher.quoteReplacement("\\p{" + java + "}");
    });
  }

  private static String capitalized(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static Predicate<String> glob(String pattern) {
    if (pattern.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
      return pattern::equals;
    }
    return Pattern.compile(translated(pattern), Pattern.DOTALL).asMatchPredicate();
  }

  /**
   * A shell pattern as a regular expression. A bracket without end stands for itself, and so does
   * one that is first within brackets (fnmatch(3)).
   */
  private static String translated(String pattern) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int close = c == '[' ? endOfSet(pattern, i) : -1;
      if (c == '*') {
        out.append(".*");
      } else if (c == '?') {
        out.append('.');
      } else if (close > 0) {
        out.append(set(pattern.substring(i + 1, close)));
        i = close;
      } else if (c == '\\' && i + 1 < pattern.length()) {
        out.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else {
        out.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return out.toString();
  }

  private static int endOfSet(String pattern, int open) {
    boolean negated = open + 1 < pattern.length() && "!^".indexOf(pattern.charAt(open + 1)) >= 0;
    return pattern.indexOf(']', open + (negated ? 3 : 2));
  }

  private static String set(String inside) {
    boolean negated = "!^".indexOf(inside.charAt(0)) >= 0;
    String members = negated ? inside.substring(1) : inside;
    StringBuilder out = new StringBuilder(negated ? "[^" : "[");
    for (int i = 0; i < members.length(); i++) {
      char c = members.charAt(i);
      boolean range = c == '-' && i > 0 && i + 1 < members.length();
      out.append(range || Character.isLetterOrDigit(c) ? "" : "\\").append(c);
    }
    return out.append(']').toString();
  }
}
