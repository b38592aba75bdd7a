package dev.elfwright.cli.output;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamContext;

/**
 * Prints values as JSON (RFC 8259): records as objects, collections as arrays, enums as lower-case
 * words, everything else that is not a number, boolean or null as its string.
 *
 * <p>Only the walk over the values is here. A data-binding library would do that too, and cost
 * several times the start-up of the command.
 */
public final class Json implements AutoCloseable {
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

  /** Starts a document of which not everything is in memory at once: an array of values. */
  public static Json array(PrintStream out) {
    Json json = new Json(JsonLayout.generator(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
    json.out.writeStartArray();
    return json;
  }

  /**
   * Writes the next value of the array; streams in it are arrays, read as they are written. When
   * one of them fails, what is open is closed and the value's object gets a last member {@code
   * error}: the document stays valid.
   */
  public void add(Object value) {
    TokenStreamContext outer = out.streamWriteContext();
    try {
      value(value);
    } catch (RuntimeException e) {
      endAt(outer, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void endAt(TokenStreamContext outer, String error) {
    for (TokenStreamContext at = out.streamWriteContext();
        at != null && at != outer;
        at = out.streamWriteContext()) {
      if (at.inArray()) {
        out.writeEndArray();
      } else {
        if (at.getParent() == outer) {
          out.writeStringProperty("error", error);
        }
        out.writeEndObject();
      }
    }
  }

  /** Ends the document with a line end. What it is written to stays open, and is flushed. */
  @Override
  public void close() {
    out.writeEndArray();
    out.writeRaw('\n');
    out.flush();
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
      case Collection<?> list -> array(list.stream());
      case Stream<?> stream -> array(stream);
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

  private void array(Stream<?> values) {
    out.writeStartArray();
    values.forEachOrdered(this::value);
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
