package dev.elfwright.livepatch.assembly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is different between two compilations to assembly. */
public final class AssemblyDiff {
  /** What happened to a symbol. */
  public enum Kind {
    /** Both files have it, and it does not say the same. */
    CHANGED,
    /** Only the second file has it. */
    ADDED,
    /** Only the first file has it. */
    REMOVED
  }

  /**
   * One difference.
   *
   * @param kind what happened
   * @param symbol the symbol, as the second file has it unless it was removed
   * @param lines the changed lines with what is around them, each with {@code -}, {@code +} or a
   *     space before it; empty unless it was changed
   */
  public record Change(Kind kind, AssemblySymbol symbol, List<String> lines) {}

  private AssemblyDiff() {}

  /**
   * Compares functions, and variables and constants that have a name, in the order of the second
   * file, and those that were removed last. What only is used by others, such as a string, is a
   * difference of its users.
   */
  public static List<Change> between(AssemblyFile before, AssemblyFile after) {
    Map<String, List<AssemblySymbol>> old = byName(before);
    var all = new ArrayList<Change>();
    byName(after)
        .forEach((name, symbols) -> {
          List<AssemblySymbol> others = old.getOrDefault(name, List.of());
          old.remove(name);
          compare(before, others, after, symbols, all);
        });
    old.values().forEach(l -> l.forEach(s -> all.add(new Change(Kind.REMOVED, s, List.of()))));
    return all;
  }

  private static Map<String, List<AssemblySymbol>> byName(AssemblyFile file) {
    var all = new LinkedHashMap<String, List<AssemblySymbol>>();
    for (AssemblySymbol s : file.symbols()) {
      boolean content =
          s.name().startsWith(".") || s.isColdPart() || s.isGenerated() && s.isConstant();
      if (!content) {
        all.computeIfAbsent(AssemblySymbol.withoutNumbers(s.name()), _ -> new ArrayList<>()).add(s);
      }
    }
    return all;
  }

  /** Of several that differ in their numbers only, those that say the same are the same. */
  private static void compare(
      AssemblyFile before,
      List<AssemblySymbol> olds,
      AssemblyFile after,
      List<AssemblySymbol> news,
      List<Change> all) {
    var oldLeft = new ArrayList<>(olds);
    var newLeft = new ArrayList<AssemblySymbol>();
    for (AssemblySymbol n : news) {
      List<String> meaning = meaning(after, n);
      if (oldLeft.stream().noneMatch(o -> meaning(before, o).equals(meaning))) {
        newLeft.add(n);
      } else {
        oldLeft.remove(
            oldLeft.stream()
                .filter(o -> meaning(before, o).equals(meaning))
                .findFirst()
                .orElseThrow());
      }
    }
    for (AssemblySymbol n : newLeft) {
      if (oldLeft.isEmpty()) {
        all.add(new Change(Kind.ADDED, n, List.of()));
      } else {
        AssemblySymbol o = oldLeft.removeFirst();
        all.add(
            new Change(
                Kind.CHANGED,
                n,
                ChangedLines.of(Canonical.lines(before, o), Canonical.lines(after, n))));
      }
    }
    oldLeft.forEach(o -> all.add(new Change(Kind.REMOVED, o, List.of())));
  }

  private static List<String> meaning(AssemblyFile file, AssemblySymbol symbol) {
    return Canonical.lines(file, symbol).stream().map(Canonical.Line::meaning).toList();
  }
}
