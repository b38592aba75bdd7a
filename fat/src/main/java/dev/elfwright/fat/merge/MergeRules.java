package dev.elfwright.fat.merge;

import dev.elfwright.fat.FatRefusedException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who decides where trees contradict each other. One rule a line, the first that fits decides:
 *
 * <pre>
 * rule     = [ category ] [ pattern ] decision
 * category = "E1" | "E3" | "D1" | "D2" | "L1" | "S1" | "X1" | "K1"
 * pattern  = a path that begins with "/"; * within a name, ** over folders, ?, [a-z], {a,b}
 * decision = "fat" | "take first" | "take" ARCH | "both" | "drop" | "refuse"
 * </pre>
 *
 * A rule that says fat fits only where that is possible: ELF files for different targets, or links
 * that lead to such. Words are divided by blanks, {@code #} begins a comment.
 */
public final class MergeRules {
  private static final String DEFAULTS =
      """
      /**/__pycache__/**         drop
      E1 fat
      E3 fat
      D2 take first
      S1 take first
      D1 take first
      L1 fat
      L1 take first
      X1 take first
      K1 refuse
      """;

  private record Rule(List<Category> categories, PathMatcher pattern, Decision decision) {
    boolean fits(Category category, Path path) {
      return (categories.isEmpty() || categories.contains(category))
          && pattern.matches(Path.of("/").resolve(path));
    }
  }

  private final List<Rule> rules;

  private MergeRules(List<Rule> rules) {
    this.rules = rules;
  }

  /** Those that are right for Debian. */
  public static MergeRules defaults() {
    return new MergeRules(parse("default rules", DEFAULTS));
  }

  /**
   * Those of a file, and behind them the defaults.
   *
   * @throws IOException when it cannot be read
   * @throws FatRefusedException when a line is no rule
   */
  public static MergeRules read(Path file) throws IOException {
    List<Rule> own = parse(file.toString(), Files.readString(file));
    return new MergeRules(Stream.concat(own.stream(), defaults().rules.stream()).toList());
  }

  private static List<Rule> parse(String file, String text) {
    List<Rule> rules = new ArrayList<>();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      String rule = line.replaceFirst("#.*", "").strip();
      if (!rule.isEmpty()) {
        rules.add(rule(file + ":" + number, List.of(rule.split("\\s+"))));
      }
    }
    return rules;
  }

  private static Rule rule(String place, List<String> words) {
    int at = 0;
    List<Category> categories =
        Arrays.stream(Category.values()).filter(c -> c.name().equals(words.getFirst())).toList();
    at += categories.size();
    String glob = at < words.size() && words.get(at).startsWith("/") ? words.get(at++) : "/**";
    List<String> rest = words.subList(at, words.size());
    try {
      return new Rule(
          categories,
          FileSystems.getDefault().getPathMatcher("glob:" + glob),
          decision(place, rest));
    } catch (java.util.regex.PatternSyntaxException e) {
      throw new FatRefusedException(place + ": no pattern: " + glob);
    }
  }

  private static Decision decision(String place, List<String> words) {
    return switch (String.join(" ", words)) {
      case "fat" -> new Decision.Fatten();
      case "both" -> new Decision.Both();
      case "drop" -> new Decision.Drop();
      case "refuse" -> new Decision.Refuse();
      case String s when words.size() == 2 && s.startsWith("take ") ->
          new Decision.Take(words.get(1));
      case String s ->
          throw new FatRefusedException(
              "%s: expected fat, take ARCH, both, drop or refuse but was '%s'".formatted(place, s));
    };
  }

  Decision decide(Category category, Path path, boolean canBeFat) {
    return rules.stream()
        .filter(r -> r.fits(category, path))
        .map(Rule::decision)
        .filter(d -> canBeFat || !(d instanceof Decision.Fatten))
        .findFirst()
        .orElseGet(Decision.Refuse::new);
  }
}
