package dev.elfwright.cli.elf;

import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.machine.readelf.Part;
import dev.elfwright.machine.readelf.ReadelfOutput;
import dev.elfwright.machine.readelf.Width;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** {@code --readelf}: GNU's option letters, and its output. */
final class ReadelfLetters {
  private ReadelfLetters() {}

  static int print(String letters, String[] files, Terminal terminal) throws IOException {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    Width width = Width.NARROW;
    for (char letter : letters.toCharArray()) {
      switch (letter) {
        case 'a' -> parts.addAll(Part.ALL);
        case 'e' -> parts.addAll(Part.HEADERS);
        case 'h' -> parts.add(Part.HEADER);
        case 'l' -> parts.add(Part.SEGMENTS);
        case 'S' -> parts.add(Part.SECTIONS);
        case 's' -> parts.add(Part.SYMBOLS);
        case 'd' -> parts.add(Part.DYNAMIC);
        case 'r' -> parts.add(Part.RELOCATIONS);
        case 'n' -> parts.add(Part.NOTES);
        case 'V' -> parts.add(Part.VERSIONS);
        case 'W' -> width = Width.WIDE;
        default -> throw new InputException("--readelf: no letter '" + letter + "'");
      }
    }
    int[] defects = {0};
    new ReadelfOutput(parts, width, terminal.out())
        .print(
            Stream.of(files).map(Path::of).toList(),
            defect -> {
              defects[0]++;
              terminal.error(String.valueOf(defect.getMessage()));
            });
    return defects[0] == 0 ? ExitCode.OK : ExitCode.BAD_INPUT;
  }
}
