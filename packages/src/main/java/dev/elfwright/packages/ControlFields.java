package dev.elfwright.packages;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One paragraph of a control file: fields by name, whose case does not matter (deb822(5)). */
public final class ControlFields {
  private final String where;
  private final Map<String, String> fields = new LinkedHashMap<>();

  ControlFields(String where) {
    this.where = where;
  }

  /** Adds a field; says whether it is the first of its name. */
  boolean add(String name, String value) {
    return fields.putIfAbsent(name.toLowerCase(Locale.ROOT), value) == null;
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  /** The file and the line in which the paragraph begins. */
  public String where() {
    return where;
  }

  /** A field's value, lines joined by line ends; empty where there is no such field. */
  public String get(String name) {
    return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /**
   * The value of a field that has to be there.
   *
   * @throws PackageFormatException when it is not, or is empty
   */
  public String require(String name) {
    String value = get(name);
    if (value.isEmpty()) {
      throw new PackageFormatException(where, "no field " + name);
    }
    return value;
  }
}
