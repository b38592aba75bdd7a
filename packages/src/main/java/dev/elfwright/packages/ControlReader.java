package dev.elfwright.packages;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads paragraphs of control files one after the other (deb822(5)). */
public final class ControlReader implements AutoCloseable {
  private static final int LONGEST_LINE = 1 << 20;
  private static final int LONGEST_PARAGRAPH = 8 << 20;

  private final String name;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long line;

  /**
   * Reads from a stream, which {@link #close} closes.
   *
   * @param name the file's name, for messages
   */
  public ControlReader(String name, InputStream in) {
    this.name = name;
    this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in);
  }

  /**
   * The next paragraph, or null at the end.
   *
   * @throws PackageFormatException when a line is no field, or a field is there twice
   */
  public @Nullable ControlFields next() throws IOException {
    @Nullable ControlFields paragraph = null;
    String field = "";
    StringBuilder value = new StringBuilder();
    int size = 0;
    for (String text = readLine(); text != null; text = readLine()) {
      if (text.isBlank()) {
        if (paragraph != null) {
          break;
        }
        continue;
      }
      if (text.charAt(0) == '#') {
        continue;
      }
      size += text.length();
      if (size > LONGEST_PARAGRAPH) {
        throw malformed("paragraph of more than " + LONGEST_PARAGRAPH + " bytes");
      }
      boolean continues = text.charAt(0) == ' ' || text.charAt(0) == '\t';
      if (paragraph == null) {
        paragraph = new ControlFields(name + ": line " + line);
      }
      if (continues) {
        if (field.isEmpty()) {
          throw malformed("continues no field");
        }
        value.append('\n').append(text.strip());
      } else {
        finish(paragraph, field, value);
        int colon = text.indexOf(':');
        if (colon < 1) {
          throw malformed("'" + shortened(text) + "' is no field, expected NAME: VALUE");
        }
        field = text.substring(0, colon).strip();
        value.append(text.substring(colon + 1).strip());
      }
    }
    if (paragraph != null) {
      finish(paragraph, field, value);
    }
    return paragraph;
  }

  private void finish(ControlFields paragraph, String field, StringBuilder value) {
    if (!field.isEmpty() && !paragraph.add(field, value.toString())) {
      throw malformed("field " + field + " is there twice");
    }
    value.setLength(0);
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  private PackageFormatException malformed(String message) {
    return new PackageFormatException(name + ": line " + line, message);
  }

  private @Nullable String readLine() throws IOException {
    @Nullable ByteArrayOutputStream longer = null;
    while (true) {
      if (at == end) {
        end = in.read(buffer);
        at = 0;
        if (end <= 0) {
          end = 0;
          return longer == null ? null : text(longer.toByteArray(), 0, longer.size());
        }
      }
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if (at < end && longer == null) {
        return text(buffer, from, at++ - from);
      }
      if (longer == null) {
        longer = new ByteArrayOutputStream();
      }
      longer.write(buffer, from, at - from);
      if (longer.size() > LONGEST_LINE) {
        line++;
        throw malformed("more than " + LONGEST_LINE + " bytes");
      }
      if (at < end) {
        at++;
        return text(longer.toByteArray(), 0, longer.size());
      }
    }
  }

  private String text(byte[] bytes, int from, int length) {
    line++;
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
