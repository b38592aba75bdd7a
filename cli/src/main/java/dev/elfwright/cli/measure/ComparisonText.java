package dev.elfwright.cli.measure;

import dev.elfwright.link.measure.Comparison;
import dev.elfwright.link.measure.Phase;
import dev.elfwright.link.measure.Side;
import dev.elfwright.link.measure.TimeLine;
import dev.elfwright.report.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A comparison for the terminal. */
public final class ComparisonText {
  private ComparisonText() {}

  /** The ratio, then a table of what was measured, then warnings. */
  public static String of(Comparison comparison) {
    Names names = Names.of(comparison);
    StringBuilder out = new StringBuilder();
    out.append(headline(comparison)).append("\n\n");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", names.a(), names.b(), "ratio"));
    Row.of(comparison).forEach(row -> rows.add(row.cells()));
    phases(comparison, rows);
    out.append(TextTable.of(rows));
    List<String> remarks = remarks(comparison);
    remarks.forEach(remark -> out.append('\n').append(remark));
    return out.append(remarks.isEmpty() ? "" : "\n").toString();
  }

  private static List<String> remarks(Comparison comparison) {
    List<String> remarks = new ArrayList<>();
    comparison
        .stoppedBy()
        .ifPresent(kind -> remarks.add("time line: stopped by ".concat(kind.description())));
    comparison.warnings().forEach(w -> remarks.add("warning: ".concat(w)));
    return remarks;
  }

  /** One line: how many times as fast, and how sure. */
  public static String headline(Comparison comparison) {
    var ratio = comparison.ratio();
    return String.format(
        Locale.ROOT,
        "%s -> %s: %.2f times as fast (%.0f %% interval %.2f to %.2f, %d pairs)",
        Unit.DURATION.format(comparison.a().medianNanos()),
        Unit.DURATION.format(comparison.b().medianNanos()),
        ratio.value(),
        100 * ratio.confidence(),
        ratio.low(),
        ratio.high(),
        comparison.pairs());
  }

  private static void phases(Comparison comparison, List<List<String>> rows) {
    Map<Phase, Long> a = phases(comparison.a());
    Map<Phase, Long> b = phases(comparison.b());
    if (a.isEmpty() || b.isEmpty()) {
      return;
    }
    rows.add(List.of("", "", "", ""));
    for (Phase phase : Phase.values()) {
      long first = a.getOrDefault(phase, 0L);
      long second = b.getOrDefault(phase, 0L);
      if (first != 0 || second != 0) {
        rows.add(new Row(phase.title(), Unit.DURATION, first, second).cells());
      }
    }
  }

  private static Map<Phase, Long> phases(Side side) {
    return side.timeLine().map(TimeLine::phases).orElseGet(Map::of);
  }
}
