package dev.elfwright.serve.ask;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of an answer.
 *
 * @param values by the names of the columns
 */
public record Row(Map<String, @Nullable Object> values) {
  /** A value as text; empty where there is none. */
  public String text(String column) {
    return Objects.toString(values.get(column), "");
  }

  /** A value as a number; 0 where there is none. */
  public long number(String column) {
    return values.get(column) instanceof Number number ? number.longValue() : 0;
  }

  /** Whether a value is true. */
  public boolean truth(String column) {
    return Boolean.TRUE.equals(values.get(column));
  }
}
