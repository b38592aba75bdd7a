package dev.elfwright.cli.output;

import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Prints values as JSON (RFC 8259): records as objects, collections as arrays, enums as lower-case
 * words, everything else that is not a number, boolean or null as its string.
 *
 * <p>Only the walk over the values is here. A data-binding library would do that too, and cost
 * several times the start-up of the command.
 */
public final class Json {
  private final JsonGenerator out;

  private Json(JsonGenerator out) {
    this.out = out;
  }

  /** The JSON document of a value, indented, with a line end. */
  public static String of(@Nullable Object value) {
    var text = new StringWriter();
    try (JsonGenerator generator = JsonLayout.generator(text)) {
      new Json(generator).value(value);
    }
    return text.append('\n').toString();
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.writeNull();
      case Optional<?> optional -> value(optional.orElse(null));
      case Double number when !Double.isFinite(number) -> out.writeNull();
      case Float number when !Float.isFinite(number) -> out.writeNull();
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Number number -> out.writeNumber(number.toString());
      case Boolean flag -> out.writeBoolean(flag);
      case Enum<?> word -> out.writeString(word.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      case Record record -> object(record);
      case Map<?, ?> map -> object(map);
      case Collection<?> list -> array(list);
      default -> out.writeString(value.toString());
    }
  }

  private void object(Record record) {
    out.writeStartObject();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      out.writeName(component.getName());
      value(read(record, component));
    }
    out.writeEndObject();
  }

  private void object(Map<?, ?> map) {
    out.writeStartObject();
    map.forEach((key, value) -> {
      out.writeName(String.valueOf(key));
      value(value);
    });
    out.writeEndObject();
  }

  private void array(Collection<?> list) {
    out.writeStartArray();
    list.forEach(this::value);
    out.writeEndArray();
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
}
