package dev.elfwright.livepatch.diff;

import dev.elfwright.dwarf.AddressRange;
import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.dwarf.Entry;
import dev.elfwright.dwarf.LineRow;
import dev.elfwright.dwarf.LineTable;
import dev.elfwright.dwarf.SourceFile;
import dev.elfwright.dwarf.Unit;
import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.ElfModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where code comes from, by the debugging information that its object file may have: the source
 * line, and the function that was inlined there.
 */
final class SourcePlaces {
  private record Function(Entry entry, Unit unit, AddressRange code) {}

  private final ElfModel model;
  private @Nullable Map<String, Function> functions;

  SourcePlaces(ElfModel model) {
    this.model = model;
  }

  /**
   * The place in words that follow a reason, or nothing when it is not known.
   *
   * @param name the function's name
   * @param offset in its section, in bytes
   */
  String of(String name, long offset) {
    Function function = functions().get(name);
    if (function == null) {
      return "";
    }
    String inlined = inlinedAt(function.entry, offset);
    String line = lineAt(function, offset);
    String from = inlined.isEmpty() ? "" : ", inlined from " + inlined;
    return line.isEmpty() && from.isEmpty()
        ? ""
        : " (" + (line + from).replaceFirst("^, ", "") + ")";
  }

  private Map<String, Function> functions() {
    Map<String, Function> made = functions;
    if (made == null) {
      made = new HashMap<>();
      if (model.section(".debug_info").isPresent()) {
        for (Unit unit : Dwarf.of(model).units()) {
          collect(unit, made);
        }
      }
      functions = made;
    }
    return made;
  }

  private static void collect(Unit unit, Map<String, Function> into) {
    for (Entry e : unit.root().map(Entry::children).orElse(List.of())) {
      List<AddressRange> code = e.tag() == Tag.SUBPROGRAM ? e.ranges() : List.of();
      Optional<String> name = code.isEmpty() ? Optional.empty() : e.inheritedText(At.NAME);
      name.ifPresent(n -> into.putIfAbsent(n, new Function(e, unit, code.getFirst())));
    }
  }

  /** The innermost function whose body stands at an offset instead of a call of it. */
  private static String inlinedAt(Entry scope, long offset) {
    String found = "";
    Entry at = scope;
    while (at != null) {
      Entry inner = null;
      for (Entry child : at.children()) {
        boolean scoped = child.tag() == Tag.INLINED_SUBROUTINE || child.tag() == Tag.LEXICAL_BLOCK;
        if (scoped && child.ranges().stream().anyMatch(r -> r.contains(offset))) {
          inner = child;
        }
      }
      if (inner != null && inner.tag() == Tag.INLINED_SUBROUTINE) {
        found = inner.inheritedText(At.NAME).orElse(found);
      }
      at = inner;
    }
    return found;
  }

  /**
   * The line of the instruction at an offset. In an object file the code of each function begins at
   * 0, so the table has a sequence of rows for each: the one that ends where the function does and
   * begins at its first line.
   */
  private static String lineAt(Function function, long offset) {
    Optional<LineTable> table = function.unit.lines();
    Optional<Long> first = function.entry.origin(At.DECL_LINE).flatMap(e -> e.number(At.DECL_LINE));
    if (table.isEmpty() || first.isEmpty()) {
      return "";
    }
    List<LineRow> sequence = sequence(table.get(), function.code.end(), first.get());
    LineRow at = null;
    for (LineRow row : sequence) {
      if (row.address() <= offset && row.line() > 0) {
        at = row;
      }
    }
    if (at == null) {
      return "";
    }
    String file = table.get().file(at.file()).map(SourceFile::name).orElse("line");
    return file + ":" + at.line();
  }

  private static List<LineRow> sequence(LineTable table, long end, long firstLine) {
    List<LineRow> found = new ArrayList<>();
    List<LineRow> open = new ArrayList<>();
    table.forEachRow(row -> {
      open.add(row);
      if (row.isEnd()) {
        boolean ours = row.address() == end && open.getFirst().line() == firstLine;
        if (ours && found.isEmpty()) {
          found.addAll(open);
        }
        open.clear();
      }
    });
    return found;
  }
}
