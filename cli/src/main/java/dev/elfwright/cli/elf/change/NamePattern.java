package dev.elfwright.cli.elf.change;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names as objcopy takes them: shell patterns, where one that begins with {@code !} takes back. */
final class NamePattern {
  private NamePattern() {}

  /** Whether a name matches one of the patterns, and none that takes back. */
  static Predicate<String> anyOf(List<String> patterns) {
    Predicate<String> matches = any(patterns.stream().filter(p -> !p.startsWith("!")).toList());
    List<String> back =
        patterns.stream().filter(p -> p.startsWith("!")).map(p -> p.substring(1)).toList();
    return matches.and(any(back).negate());
  }

  private static Predicate<String> any(List<String> patterns) {
    List<Predicate<String>> all = patterns.stream().map(NamePattern::one).toList();
    return name -> all.stream().anyMatch(p -> p.test(name));
  }

  private static Predicate<String> one(String pattern) {
    if (pattern.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
      return pattern::equals;
    }
    return Pattern.compile(regex(pattern), Pattern.DOTALL).asMatchPredicate();
  }

  /** The pattern as a regular expression; a bracket without end stands for itself (fnmatch). */
  private static String regex(String pattern) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int close = c == '[' ? pattern.indexOf(']', i + 2) : -1;
      if (c == '*') {
        out.append(".*");
      } else if (c == '?') {
        out.append('.');
      } else if (close > 0) {
        String set = pattern.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
        out.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
        i = close;
      } else if (c == '\\' && i + 1 < pattern.length()) {
        out.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else {
        out.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return out.toString();
  }
}
