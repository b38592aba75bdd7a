package dev.elfwright.abi.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Changes that somebody has looked at and accepts. A file of lines:
 *
 * <pre>
 * # a comment
 * RULE              all changes of a rule
 * RULE SUBJECT      those of one symbol or type; * stands for any text
 * * SUBJECT         all changes of it
 * </pre>
 */
public final class Suppressions implements Predicate<Change> {
  private record Line(Optional<Rule> rule, Pattern subject) {
    boolean covers(Change change) {
      return rule.map(r -> r == change.rule()).orElse(true)
          && subject.matcher(change.subject()).matches();
    }
  }

  private final List<Line> lines;

  private Suppressions(List<Line> lines) {
    this.lines = lines;
  }

  /** None. */
  public static Suppressions none() {
    return new Suppressions(List.of());
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when a line names no rule; the message says which line
   */
  public static Suppressions read(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String text : Files.readAllLines(file)) {
      number++;
      String line = text.strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        lines.add(parse(line, file + ":" + number));
      }
    }
    return new Suppressions(lines);
  }

  private static Line parse(String line, String place) {
    String[] words = line.split("\\s+", 2);
    Optional<Rule> rule =
        words[0].equals("*")
            ? Optional.empty()
            : Optional.of(
                Arrays.stream(Rule.values())
                    .filter(r -> r.id().equals(words[0]))
                    .findFirst()
                    .orElseThrow(() ->
                        new IllegalArgumentException(
                            place + ": no rule '" + words[0] + "', see --rules")));
    String subject = words.length < 2 ? "*" : words[1];
    String pattern =
        Arrays.stream(subject.split("\\*", -1))
            .map(Pattern::quote)
            .reduce((a, b) -> a + ".*" + b)
            .orElse("");
    return new Line(rule, Pattern.compile(pattern));
  }

  @Override
  public boolean test(Change change) {
    return lines.stream().anyMatch(l -> l.covers(change));
  }
}
