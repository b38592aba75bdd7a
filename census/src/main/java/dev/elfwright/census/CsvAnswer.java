package dev.elfwright.census;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Writes an answer as comma-separated values (RFC 4180), with a line of names. */
public final class CsvAnswer implements Census.RowVisitor {
  private final Appendable out;

  /** Writes to {@code out}, which stays open. */
  public CsvAnswer(Appendable out) {
    this.out = out;
  }

  @Override
  public void columns(List<String> names, List<String> types) throws IOException {
    row(names);
  }

  @Override
  public void row(List<?> values) throws IOException {
    String separator = "";
    for (Object value : values) {
      out.append(separator).append(quoted(Objects.toString(value, "")));
      separator = ",";
    }
    out.append("\r\n");
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
