package dev.elfwright.cli.output;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints values as JSON (RFC 8259): records as objects, collections as arrays, enums as lower-case
 * words, everything else that is not a number, boolean or null as its string.
 *
 * <p>A page of code instead of a library: the output is all that is needed, and a data-binding
 * library would cost several times the start-up of the command.
 */
public final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /** The JSON document of a value, indented, with a line end. */
  public static String of(@Nullable Object value) {
    var json = new Json();
    json.value(value, 0);
    return json.out.append('\n').toString();
  }

  private void value(@Nullable Object value, int depth) {
    switch (value) {
      case null -> out.append("null");
      case Optional<?> optional -> value(optional.orElse(null), depth);
      case Double number when !Double.isFinite(number) -> out.append("null");
      case Number number -> out.append(number);
      case Boolean flag -> out.append(flag);
      case Enum<?> word -> string(word.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      case Record record -> object(record, depth);
      case Map<?, ?> map -> object(map, depth);
      case Collection<?> list -> array(list, depth);
      default -> string(value.toString());
    }
  }

  private void object(Record record, int depth) {
    var start = start('{');
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      member(component.getName(), read(record, component), depth, start);
    }
    end('}', depth, start);
  }

  private void object(Map<?, ?> map, int depth) {
    var start = start('{');
    map.forEach((key, value) -> member(String.valueOf(key), value, depth, start));
    end('}', depth, start);
  }

  private void array(Collection<?> list, int depth) {
    var start = start('[');
    for (Object element : list) {
      separate(depth, start);
      value(element, depth + 1);
    }
    end(']', depth, start);
  }

  private void member(String name, @Nullable Object value, int depth, int start) {
    separate(depth, start);
    string(name);
    out.append(": ");
    value(value, depth + 1);
  }

  private int start(char bracket) {
    out.append(bracket);
    return out.length();
  }

  private void separate(int depth, int start) {
    out.append(out.length() == start ? "\n" : ",\n").repeat("  ", depth + 1);
  }

  private void end(char bracket, int depth, int start) {
    if (out.length() != start) {
      out.append('\n').repeat("  ", depth);
    }
    out.append(bracket);
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      // A package-private record is a fine value too.
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
