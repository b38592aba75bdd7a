package dev.elfwright.elf.verify;

import dev.elfwright.elf.ElfFormatException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where rules put what they find. */
final class Report {
  private final String file;
  private final List<Finding> found = new ArrayList<>();
  private final Map<Rule, Integer> counts = new EnumMap<>(Rule.class);
  private long omitted;

  Report(String file) {
    this.file = file;
  }

  /** Notes a finding; its message is only written when it is kept. */
  void add(Rule rule, long offset, String place, String message, Object... values) {
    if (counts.merge(rule, 1, Integer::sum) > Findings.MOST) {
      omitted++;
      return;
    }
    found.add(new Finding(rule, offset, place, message.formatted(values)));
  }

  /** Does a part of the work; a table that cannot be read becomes a finding. */
  void attempt(Runnable part) {
    try {
      part.run();
    } catch (ElfFormatException e) {
      String message = e.getMessage();
      String text = message == null ? e.toString() : message;
      String start = e.structure().concat(": ");
      int at = text.indexOf(start);
      add(
          Rule.MALFORMED,
          e.offset(),
          e.structure(),
          "%s",
          at < 0 ? text : text.substring(at + start.length()));
    }
  }

  Findings findings() {
    found.sort(Comparator.comparing(Finding::rule).thenComparing(Finding::offset));
    return new Findings(file, List.copyOf(found), omitted);
  }

  static String hex(long value) {
    return String.format(Locale.ROOT, "0x%x", value);
  }
}
