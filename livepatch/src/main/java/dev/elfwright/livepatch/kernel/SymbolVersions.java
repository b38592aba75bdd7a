package dev.elfwright.livepatch.kernel;

import dev.elfwright.elf.ElfFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The exports of a kernel and all of its modules: {@code Module.symvers}, which the headers
 * packages carry (Documentation/kbuild/modules.rst, "Symbols From the Kernel"). A line has CRC,
 * symbol, object, kind of export and namespace, with tabs between.
 */
public final class SymbolVersions {
  private final Map<String, Export> byName;

  private SymbolVersions(Map<String, Export> byName) {
    this.byName = byName;
  }

  /** The exports that a kernel has of its own. */
  public static SymbolVersions of(List<Export> exports) {
    Map<String, Export> byName = HashMap.newHashMap(exports.size());
    exports.forEach(e -> byName.putIfAbsent(e.name(), e));
    return new SymbolVersions(byName);
  }

  /**
   * Reads {@code Module.symvers}.
   *
   * @throws IOException when it cannot be read
   * @throws ElfFormatException when a line is not of that form
   */
  public static SymbolVersions read(Path file) throws IOException {
    List<Export> exports = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      exports.add(parse(file, ++number, line));
    }
    return of(exports);
  }

  private static Export parse(Path file, int number, String line) {
    String[] fields = line.split("\t", -1);
    try {
      if (fields.length >= 4) {
        return new Export(
            fields[1],
            Integer.parseUnsignedInt(fields[0].substring(2), 16),
            fields[2].substring(fields[2].lastIndexOf('/') + 1).replace('-', '_'),
            fields[3].contains("_GPL"),
            fields.length > 4 ? fields[4] : "");
      }
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      // Told below, as is a line with too few fields.
    }
    throw new ElfFormatException(
        file.toString(),
        ElfFormatException.NO_OFFSET,
        "line " + number,
        "expected CRC, symbol, object and kind of export with tabs between");
  }

  /** The export of this name. */
  public Optional<Export> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** How many exports there are. */
  public int count() {
    return byName.size();
  }
}
