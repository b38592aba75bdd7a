package dev.elfwright.dwarf;

import dev.elfwright.testkit.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of line tables, as llvm-dwarfdump prints them and as we read them. */
final class LineDump {
  private static final Pattern ROW =
      Pattern.compile("0x([0-9a-f]{16}) +(\\d+) +(\\d+) +(\\d+) +\\d+ +(\\d+)(.*)");

  private LineDump() {}

  static List<String> theirs(Path file) {
    List<String> rows = new ArrayList<>();
    String text = Tool.output(List.of("llvm-dwarfdump-14", "--debug-line", file.toString()));
    for (String line : text.split("\n")) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(
            "%x %s:%s:%s %s %b %b"
                .formatted(
                    Long.parseUnsignedLong(row.group(1), 16),
                    row.group(4),
                    row.group(2),
                    row.group(3),
                    row.group(5),
                    row.group(6).contains("is_stmt"),
                    row.group(6).contains("end_sequence")));
      }
    }
    return rows;
  }

  static List<String> ours(Dwarf dwarf) {
    List<String> rows = new ArrayList<>();
    for (Unit unit : dwarf.units()) {
      if (!unit.header().type().isType()) {
        unit.lines().ifPresent(t -> t.forEachRow(r -> rows.add(row(r))));
      }
    }
    return rows;
  }

  private static String row(LineRow r) {
    return "%x %d:%d:%d %d %b %b"
        .formatted(
            r.address(),
            r.file(),
            r.line(),
            r.column(),
            r.discriminator(),
            r.isStatement(),
            r.isEnd());
  }
}
