package dev.elfwright.census;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Writes an answer as a JSON array (RFC 8259) of one object a row. */
public final class JsonAnswer implements Census.RowVisitor {
  private final JsonGenerator out;
  private final List<String> names = new ArrayList<>();

  /** Writes to {@code to}, which stays open. */
  public JsonAnswer(Writer to) {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    out = factory.createGenerator(ObjectWriteContext.empty(), to);
  }

  @Override
  public void columns(List<String> found, List<String> types) {
    names.addAll(found);
    out.writeStartArray();
  }

  @Override
  public void row(List<?> values) {
    out.writeRaw('\n');
    out.writeStartObject();
    for (int i = 0; i < values.size(); i++) {
      out.writeName(names.get(i));
      switch (values.get(i)) {
        case null -> out.writeNull();
        case Boolean truth -> out.writeBoolean(truth);
        case Double number when !Double.isFinite(number) -> out.writeNull();
        case Number number -> out.writeNumber(number.toString());
        case Object text -> out.writeString(text.toString());
      }
    }
    out.writeEndObject();
  }

  /** Ends the array, after the last row. */
  public void end() {
    out.writeEndArray();
    out.writeRaw('\n');
    out.close();
  }
}
