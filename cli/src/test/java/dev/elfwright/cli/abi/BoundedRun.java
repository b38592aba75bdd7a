package dev.elfwright.cli.abi;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.dwarf.Unit;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Runs in a JVM with little memory: for each file, {@code abi dump} and a walk over all lines.
 * Prints one line of each, which starts with the file's name and how it ended.
 */
final class BoundedRun {
  private BoundedRun() {}

  /** Reads the files. */
  public static void main(String... files) throws IOException {
    for (String file : files) {
      String name = Path.of(file).getFileName().toString();
      var bytes = new ByteArrayOutputStream();
      var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
      int code = new Elfwright(new Terminal(out, out, false)).run("abi", "dump", file);
      String text = bytes.toString(StandardCharsets.UTF_8);
      String told = code == 0 ? sight(text) : text.replace(file, "FILE").strip();
      System.out.println(name + " dump " + code + " " + told.replace("\n", "\\n"));
      System.out.println(name + " lines " + lines(file).replace(file, "FILE"));
    }
  }

  /** What was seen of types, and which file was not found. */
  private static String sight(String text) {
    return text.lines()
        .map(String::strip)
        .filter(l -> l.startsWith("sight ") || l.startsWith("missing "))
        .collect(Collectors.joining("; "));
  }

  private static String lines(String file) throws IOException {
    try (ElfModel model = Elf.open(Path.of(file))) {
      long[] rows = new long[1];
      for (Unit unit : Dwarf.of(model).units()) {
        unit.lines().ifPresent(t -> t.forEachRow(_ -> rows[0]++));
      }
      return "0 " + rows[0];
    } catch (ElfFormatException e) {
      return "3 " + e.getMessage();
    }
  }
}
