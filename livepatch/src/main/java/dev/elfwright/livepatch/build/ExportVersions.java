package dev.elfwright.livepatch.build;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Symbol;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.Export;
import dev.elfwright.livepatch.kernel.KernelModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions of exported symbols: CRCs that genksyms makes of all types that a symbol's declaration
 * leads to. Modules have those of what they use, and the kernel loads none that disagree.
 *
 * <p>A version changes when a type does, and also when one that was only declared becomes known by
 * one more include. The former is refused always; the latter where another file of the patch uses
 * the symbol, for then the two files disagree about it.
 */
final class ExportVersions {
  private static final Pattern VERSION = Pattern.compile("(?m)^#SYMVER (\\S+) 0x([0-9a-f]{1,8})$");

  /** What genksyms says of one state of a file. */
  private record Declared(Map<String, Integer> versions, Map<String, String> types) {}

  private final Kbuild kbuild;
  private final Path original;
  private final Path patched;

  /**
   * Versions of the files of two copies of the source.
   *
   * @param original without the patch
   * @param patched with it
   */
  ExportVersions(Kbuild kbuild, Path original, Path patched) {
    this.kbuild = kbuild;
    this.original = original;
    this.patched = patched;
  }

  /**
   * Requires that a patch leaves the versions alone.
   *
   * @throws LivepatchRefusedException when it changes one; the message names the symbol
   */
  void requireSame(List<CompiledUnit> units) throws IOException {
    for (CompiledUnit unit : units) {
      if (!exports(unit.patched())) {
        continue;
      }
      Declared before = declared(unit, original);
      Declared after = declared(unit, patched);
      for (Map.Entry<String, Integer> e : before.versions.entrySet()) {
        Integer version = after.versions.get(e.getKey());
        if (version != null && !version.equals(e.getValue())) {
          check(unit, units, e.getKey(), before, after);
        }
      }
    }
  }

  private void check(
      CompiledUnit unit, List<CompiledUnit> units, String symbol, Declared before, Declared after)
      throws IOException {
    String changed =
        "%s: the patch changes the version of exported symbol %s from 0x%08x to 0x%08x"
            .formatted(
                unit.unit().path(),
                symbol,
                before.versions.get(symbol),
                after.versions.get(symbol));
    for (CompiledUnit other : units) {
      if (other != unit && uses(other.patched(), symbol)) {
        throw new LivepatchRefusedException(
            changed + ", and " + other.unit().path() + " uses it: their versions disagree");
      }
    }
    for (Map.Entry<String, String> e : before.types.entrySet()) {
      String now = after.types.getOrDefault(e.getKey(), e.getValue());
      if (!now.equals(e.getValue()) && isKnown(now) && isKnown(e.getValue())) {
        throw new LivepatchRefusedException(
            changed
                + ": "
                + named(e.getKey())
                + " is not what it was, and modules in use rely on it");
      }
    }
  }

  private static boolean isKnown(String type) {
    return !type.contains("{ UNKNOWN }");
  }

  /** genksyms writes {@code s#device} for a structure. */
  private static String named(String key) {
    return switch (key.charAt(0)) {
      case 's' -> key.startsWith("s#") ? "struct " + key.substring(2) : key;
      case 'u' -> key.startsWith("u#") ? "union " + key.substring(2) : key;
      case 'e' -> key.startsWith("e#") ? "enum " + key.substring(2) : key;
      case 't' -> key.startsWith("t#") ? "type " + key.substring(2) : key;
      default -> key;
    };
  }

  private static boolean exports(Path object) throws IOException {
    try (ElfModel model = Elf.open(object)) {
      return model.sections().stream().anyMatch(s -> s.name().startsWith("___ksymtab"));
    }
  }

  private static boolean uses(Path object, String symbol) throws IOException {
    try (ElfModel model = Elf.open(object)) {
      return model.symbols().stream()
          .flatMap(t -> t.symbols().filter(Symbol::isUndefined))
          .anyMatch(s -> s.name().equals(symbol));
    }
  }

  private Declared declared(CompiledUnit unit, Path copy) throws IOException {
    Path file = Files.createTempFile(copy, "types", "");
    Map<String, Integer> versions = new LinkedHashMap<>();
    Matcher line = VERSION.matcher(kbuild.exports(unit.unit(), original, copy, file));
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
    return new Declared(versions, types);
  }

  /**
   * Requires that what a module was linked against is what the kernel exports: Module.symvers of
   * other headers may say something else.
   *
   * @throws LivepatchRefusedException when a version differs; the message names the symbol
   */
  static void requireKernels(KernelModule module, List<Export> exports) {
    Map<String, Integer> used = module.versions();
    for (Export e : exports) {
      Integer version = used.get(e.name());
      if (version != null && e.crc() != 0 && version != e.crc()) {
        throw new LivepatchRefusedException(
            "symbol %s has version 0x%08x in Module.symvers and 0x%08x in the kernel: the headers are of another kernel"
                .formatted(e.name(), version, e.crc()));
      }
    }
  }
}
