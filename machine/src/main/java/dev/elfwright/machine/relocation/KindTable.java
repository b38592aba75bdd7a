package dev.elfwright.machine.relocation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a table of relocation types; {@link RelocationKinds} tells how it is written. */
final class KindTable {
  private final Map<String, Field> fields = new HashMap<>();
  private final List<RelocationKind> kinds = new ArrayList<>();
  private int addressBits = 64;

  private KindTable() {}

  static List<RelocationKind> read(String text) {
    KindTable table = new KindTable();
    text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).forEach(table::line);
    return table.kinds;
  }

  private void line(String line) {
    String[] columns = line.trim().split(" {2,}");
    if (columns[0].startsWith("field ")) {
      fields.put(
          columns[0].substring("field ".length()),
          FieldText.parse(line.substring(columns[0].length())));
    } else if (columns[0].startsWith("address ")) {
      addressBits = Integer.parseInt(columns[0].substring("address ".length()));
    } else if (columns.length < 6) {
      throw new IllegalArgumentException("too few columns: " + line);
    } else {
      kinds.add(kind(columns));
    }
  }

  private RelocationKind kind(String[] columns) {
    Field field = fields.get(columns[2]);
    if (field == null) {
      throw new IllegalArgumentException("no such field: " + String.join("  ", columns));
    }
    return new RelocationKind(
        Integer.parseInt(columns[0]),
        columns[1],
        field,
        Formula.parse(columns[3]),
        Overflow.parse(columns[4]),
        Use.valueOf(columns[5].toUpperCase(Locale.ROOT)),
        columns.length > 6 ? Role.valueOf(columns[6]) : Role.STATIC,
        addressBits);
  }
}
