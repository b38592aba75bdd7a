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
      printAll(file, parts, width, text);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void printAll(ElfModel file, Set<Part> parts, Width width, Text text) {
    try {
      print(new Image(file), parts, width, text);
    } catch (ElfFormatException e) {
      text.flush();
      throw e;
    }
    text.flush();
  }

  private static void print(Image image, Set<Part> parts, Width width, Text out) {
    if (parts.contains(Part.HEADER)) {
      new HeaderText(image, out).print();
    }
    if (parts.contains(Part.SECTIONS)) {
      new SectionText(image, width, out).print(parts.contains(Part.HEADER));
    }
    if (parts.contains(Part.SEGMENTS)) {
      new SegmentText(image, width, out).print(parts.contains(Part.HEADER));
    }
    if (parts.contains(Part.DYNAMIC)) {
      new DynamicText(image, out).print();
    }
    if (parts.contains(Part.RELOCATIONS)) {
      new RelocationText(image, width, out).print();
    }
    if (parts.contains(Part.SYMBOLS)) {
      new SymbolText(image, width, out).printAll();
    } else if (parts.contains(Part.DYNAMIC_SYMBOLS)) {
      new SymbolText(image, width, out).printDynamic();
    }
    if (parts.contains(Part.VERSIONS)) {
      new VersionText(image, width, out).print();
    }
    if (parts.contains(Part.NOTES)) {
      new NoteText(image, width, out).print();
    }
  }
}
