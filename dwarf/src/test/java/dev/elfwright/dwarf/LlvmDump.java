package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Form;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.testkit.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What llvm-dwarfdump says of a file, and what we say of it in the same words. */
final class LlvmDump {
  private static final Pattern ENTRY = Pattern.compile("0x([0-9a-f]{8,16}): ( *)(DW_TAG_\\S+).*");
  private static final Pattern ATTRIBUTE = Pattern.compile(" +(DW_AT_\\w+)(?:\\t\\((.*))?");
  private static final Pattern RANGE = Pattern.compile(" +\\[(0x[0-9a-f]+), (0x[0-9a-f]+)\\).*");
  private static final Pattern REFERENCE = Pattern.compile("(?:cu \\+ 0x\\w+ => )?\\{?0x(\\w+).*");

  private LlvmDump() {}

  static List<String> theirs(Path file) {
    List<String> lines = new ArrayList<>();
    String text = Tool.output(List.of("llvm-dwarfdump-14", "--debug-info", file.toString()));
    for (String line : text.split("\n")) {
      Matcher entry = ENTRY.matcher(line);
      Matcher attribute = ATTRIBUTE.matcher(line);
      Matcher range = RANGE.matcher(line);
      if (entry.matches()) {
        long offset = Long.parseLong(entry.group(1), 16);
        lines.add("%x %d %s".formatted(offset, entry.group(2).length() / 2, entry.group(3)));
      } else if (attribute.matches()) {
        lines.add(attribute.group(1) + value(attribute.group(1), attribute.group(2)));
      } else if (range.matches() && !range.group(1).equals(range.group(2))) {
        lines.add(
            range(
                Long.parseUnsignedLong(range.group(1), 2, range.group(1).length(), 16),
                Long.parseUnsignedLong(range.group(2), 2, range.group(2).length(), 16)));
      }
    }
    return lines;
  }

  private static String range(long start, long end) {
    return "range %x %x".formatted(start, end);
  }

  private static String value(String name, String text) {
    if (text == null) {
      return "";
    }
    String inner = text.endsWith(")") ? text.substring(0, text.length() - 1) : text;
    if (inner.startsWith("\"") && !name.contains("file")) {
      return " " + inner;
    }
    if (inner.equals("true") || inner.equals("false")) {
      return " " + inner;
    }
    Matcher reference = REFERENCE.matcher(inner);
    if (isReference(name) && reference.matches()) {
      return " -> " + Long.toHexString(Long.parseUnsignedLong(reference.group(1), 16));
    }
    if (name.equals("DW_AT_low_pc") && inner.startsWith("0x")) {
      return " " + Long.toHexString(Long.parseUnsignedLong(inner.substring(2), 16));
    }
    return "";
  }

  private static boolean isReference(String name) {
    return List.of("DW_AT_type", "DW_AT_abstract_origin", "DW_AT_specification", "DW_AT_import")
        .contains(name);
  }

  static List<String> ours(Dwarf dwarf) {
    List<String> lines = new ArrayList<>();
    for (Unit unit : dwarf.units()) {
      if (!unit.isInTypesSection()) {
        unit.root().ifPresent(root -> dump(unit.entryAt(root.offset()), 0, lines));
      }
    }
    return lines;
  }

  private static void dump(Entry entry, int depth, List<String> lines) {
    lines.add("%x %d %s".formatted(entry.offset(), depth, Tag.name(entry.tag())));
    for (Attribute attribute : entry.attributes()) {
      String name = At.name(attribute.name());
      lines.add(name + value(entry, attribute, name));
      if (attribute.name() == At.RANGES) {
        entry.ranges().forEach(r -> lines.add(range(r.start(), r.end())));
      }
      if (attribute.name() == At.LOCATION) {
        entry.locations(attribute.name()).stream()
            .flatMap(l -> l.range().stream())
            .filter(r -> r.start() != r.end())
            .forEach(r -> lines.add(range(r.start(), r.end())));
      }
    }
    entry.children().forEach(child -> dump(child, depth + 1, lines));
  }

  private static String value(Entry entry, Attribute attribute, String name) {
    return switch (attribute.value()) {
      case Value.Text(String text) -> " \"" + text + "\"";
      case Value.Flag(boolean isSet) when attribute.form() == Form.FLAG_PRESENT -> " " + isSet;
      case Value.Reference(long offset) when isReference(name) -> " -> " + Long.toHexString(offset);
      case Value.Signature(long signature) when isReference(name) ->
          " -> " + Long.toHexString(signature);
      case Value.Address(long address) when attribute.name() == At.LOW_PC ->
          " " + Long.toHexString(address);
      default -> "";
    };
  }
}
