package dev.elfwright.machine.readelf;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Prints what GNU readelf 2.40 prints about a file in the C locale. Text goes out as bytes, because
 * names in ELF files have no encoding.
 *
 * <p>About malformed files readelf says much on standard error and goes on; here, the text ends
 * where the defect is found, and an {@link ElfFormatException} names it.
 */
public final class ReadelfOutput {
  private ReadelfOutput() {}

  /**
   * Prints files as {@code readelf} does whose command line names them: each under a line with its
   * name when there is more than one.
   *
   * @throws IOException when a file cannot be read, or the text not written
   * @throws ElfFormatException when a file is malformed
   */
  public static void print(List<Path> files, Set<Part> parts, Width width, OutputStream out)
      throws IOException {
    boolean many = files.size() > 1;
    for (Path file : files) {
      print(file, many, parts, width, out);
    }
  }

  private static void print(
      Path file, boolean named, Set<Part> parts, Width width, OutputStream out) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      if (named) {
        out.write(("\nFile: " + file + "\n").getBytes(StandardCharsets.UTF_8));
      }
      print(model, parts, width, out);
    }
  }

  /**
   * Prints one file.
   *
   * @param parts what to print; the order is always readelf's
   * @throws IOException when the text cannot be written
   * @throws ElfFormatException when what is to be printed is malformed
   */
  public static void print(ElfModel file, Set<Part> parts, Width width, OutputStream out)
      throws IOException {
    Text text = new Text(out);
    text.begin(file.bytes());
    try {
      print(new Image(file), parts, width, text);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      finish(text);
    }
  }

  private static void finish(Text text) throws IOException {
    try {
      text.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void print(Image image, Set<Part> parts, Width width, Text out) {
    if (parts.contains(Part.HEADER)) {
      new HeaderText(image, out).print();
    }
  }
}
