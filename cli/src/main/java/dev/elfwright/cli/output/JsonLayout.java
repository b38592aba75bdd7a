package dev.elfwright.cli.output;

import java.io.Writer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;

/** How our JSON looks: two spaces a level, one value a line, what is empty on one line. */
final class JsonLayout extends ObjectWriteContext.Base {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES, JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool()) // a command writes one document
          .build();

  static JsonGenerator generator(Writer out) {
    return FACTORY.createGenerator(new JsonLayout(), out);
  }

  @Override
  public boolean hasPrettyPrinter() {
    return true;
  }

  @Override
  public PrettyPrinter getPrettyPrinter() {
    var indent = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(indent)
        .withArrayIndenter(indent);
  }
}
