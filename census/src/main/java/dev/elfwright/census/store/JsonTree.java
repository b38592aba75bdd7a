package dev.elfwright.census.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A small JSON document as maps, lists and texts; the parser limits depth and length. */
public final class JsonTree {
  private JsonTree() {}

  /**
   * Reads a document.
   *
   * @throws dev.elfwright.packages.PackageFormatException when it is none
   */
  public static @Nullable Object read(String where, String text) {
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return value(parser);
    } catch (JacksonException e) {
      throw new dev.elfwright.packages.PackageFormatException(
          where, "is no JSON: " + e.getOriginalMessage());
    }
  }

  private static @Nullable Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        map.put(name, value(parser));
      }
      return map;
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    return token == null || token == JsonToken.VALUE_NULL ? null : parser.getString();
  }

  /** The texts of one member of all objects in an array that is a member of an object. */
  public static List<String> texts(@Nullable Object object, String array, String member) {
    List<String> found = new ArrayList<>();
    if (object instanceof Map<?, ?> map && map.get(array) instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> m && m.get(member) instanceof String text) {
          found.add(text);
        }
      }
    }
    return found;
  }
}
