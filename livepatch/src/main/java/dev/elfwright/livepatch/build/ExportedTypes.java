package dev.elfwright.livepatch.build;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What genksyms says of one state of a file.
 *
 * @param versions of its exported symbols: CRCs of all types that their declarations lead to
 * @param types those types, as text, by genksyms' names for them
 */
record ExportedTypes(Map<String, Integer> versions, Map<String, String> types) {
  /** Of a file without exports. */
  static final ExportedTypes NONE = new ExportedTypes(Map.of(), Map.of());

  private static final Pattern VERSION = Pattern.compile("(?m)^#SYMVER (\\S+) 0x([0-9a-f]{1,8})$");

  /** Whether an object file exports anything. */
  static boolean isIn(Path object) throws IOException {
    try (ElfModel model = Elf.open(object)) {
      return model.sections().stream().anyMatch(s -> s.name().startsWith("___ksymtab"));
    }
  }

  /**
   * Those of a file.
   *
   * @param from the copy of the source that the unit is of
   * @param copy the copy to look at
   */
  static ExportedTypes of(Kbuild kbuild, Kbuild.Unit unit, Path from, Path copy)
      throws IOException {
    Path file = Files.createTempFile(copy, "types", "");
    Map<String, Integer> versions = new LinkedHashMap<>();
    Matcher line = VERSION.matcher(kbuild.exports(unit, from, copy, file));
    while (line.find()) {
      versions.put(line.group(1), Integer.parseUnsignedInt(line.group(2), 16));
    }
    Map<String, String> types = new HashMap<>();
    for (String type : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      int space = type.indexOf(' ');
      if (space > 0) {
        types.put(type.substring(0, space), type);
      }
    }
    return new ExportedTypes(versions, types);
  }
}
