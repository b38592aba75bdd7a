package dev.elfwright.livepatch.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A symbol's lines as they would be in any compilation of the same source: inner labels are
 * numbered in the order in which they are used, and names of the compiler's making are replaced by
 * what they stand for.
 */
final class Canonical {
  /**
   * A line of a symbol.
   *
   * @param shown as the file has it
   * @param meaning as it is compared
   */
  record Line(String shown, String meaning) {}

  // Names that may be of the compiler's making: .LC0, CSWTCH.3, f.isra.0, count.2.
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w.])(?:\\.L[\\w.$]+|[A-Za-z_][\\w$]*(?:\\.[\\w$]+)+)");

  private final AssemblyFile file;
  private final AssemblySymbol symbol;
  private final Set<String> open;
  private final Map<String, Integer> labels = new HashMap<>();
  private final Set<String> defined = new HashSet<>();

  private Canonical(AssemblyFile file, AssemblySymbol symbol, Set<String> open) {
    this.file = file;
    this.symbol = symbol;
    this.open = open;
    for (String line : symbol.lines()) {
      if (line.endsWith(":")) {
        defined.add(line.substring(0, line.length() - 1));
      }
    }
  }

  static List<Line> lines(AssemblyFile file, AssemblySymbol symbol) {
    return new Canonical(file, symbol, new HashSet<>(Set.of(symbol.name()))).lines();
  }

  /** The names in a symbol's lines that may be of the compiler's making. */
  static Set<String> namesIn(AssemblySymbol symbol) {
    var all = new LinkedHashSet<String>();
    for (String line : symbol.lines()) {
      Matcher m = NAME.matcher(line);
      while (m.find()) {
        all.add(m.group());
      }
    }
    return all;
  }

  private List<Line> lines() {
    var all = new ArrayList<Line>();
    for (String line : symbol.lines()) {
      // Labels that nothing refers to are for debuggers.
      if (!line.endsWith(":") || isUsed(line.substring(0, line.length() - 1))) {
        all.add(new Line(line, meaning(line)));
      }
    }
    return all;
  }

  private boolean isUsed(String label) {
    Pattern use = Pattern.compile("(?<![\\w.])" + Pattern.quote(label) + "(?![\\w.$:])");
    return symbol.lines().stream().anyMatch(l -> use.matcher(l).find());
  }

  private String meaning(String line) {
    if (line.contains("\"") && AssemblyFile.word(line).matches("\\.(string|ascii|asciz)")) {
      return line;
    }
    String text = line.endsWith(":") ? line.substring(0, line.length() - 1) : line;
    Matcher m = NAME.matcher(text);
    StringBuilder out = new StringBuilder();
    while (m.find()) {
      m.appendReplacement(out, Matcher.quoteReplacement(meaningOf(m.group())));
    }
    m.appendTail(out);
    String result = out.toString().replaceAll("\\s+", " ");
    return line.endsWith(":") ? result + ":" : result;
  }

  private String meaningOf(String name) {
    if (defined.contains(name)) {
      return "<label " + labels.computeIfAbsent(name, _ -> labels.size()) + ">";
    }
    if (!file.anchored(name).isEmpty()) {
      return anchor(name);
    }
    Optional<AssemblySymbol> target = file.symbol(name);
    if (target.isEmpty() || !target.get().isGenerated()) {
      // Labels of another symbol: a switch table's, for one, which say no more than "there".
      return name.startsWith(".L") && target.isEmpty() ? "<place>" : name;
    }
    AssemblySymbol other = target.get();
    if (other.function() && !other.isColdPart()) {
      return AssemblySymbol.withoutNumbers(name);
    }
    if (!open.add(name)) {
      return "<itself>";
    }
    String content = content(other);
    open.remove(name);
    boolean named = !name.startsWith(".L") && !other.isConstant() && !other.isColdPart();
    return (named ? AssemblySymbol.withoutNumbers(name) : "") + "{" + content + "}";
  }

  /** What lies behind an anchor: which of it is meant depends on an offset, so all of it. */
  private String anchor(String name) {
    if (!open.add(name)) {
      return "<itself>";
    }
    String content =
        file.anchored(name).stream().map(this::content).collect(Collectors.joining(" | "));
    open.remove(name);
    return "{" + content + "}";
  }

  private String content(AssemblySymbol other) {
    return new Canonical(file, other, open)
        .lines().stream().map(Line::meaning).collect(Collectors.joining("; "));
  }
}
