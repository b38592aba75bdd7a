package dev.elfwright.livepatch.build;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Symbol;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.Export;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.SymbolVersions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * Versions of exported symbols: CRCs that genksyms makes of all types that a symbol's declaration
 * leads to. Modules have those of what they use, and the kernel loads none that disagree.
 *
 * <p>A version changes when a type does, and also when one that was only declared becomes known by
 * one more include. The former is refused always; the latter where another file of the patch uses
 * the symbol, for then the two files disagree about it.
 */
final class ExportVersions {
  private final KernelFiles kernel;
  private final SequencedMap<CompiledUnit, Compilation.Unit> units;

  /** Versions of files, each with how the original can be asked. */
  ExportVersions(KernelFiles kernel, SequencedMap<CompiledUnit, Compilation.Unit> units) {
    this.kernel = kernel;
    this.units = units;
  }

  /**
   * Requires that a patch leaves the versions alone. What has the version that the headers have of
   * it does not have another one than before.
   *
   * @throws LivepatchRefusedException when it changes one; the message names the symbol
   */
  void requireSame() throws IOException {
    for (CompiledUnit unit : units.keySet()) {
      ExportedTypes after = unit.exports();
      if (after.versions().entrySet().stream().allMatch(isKernels())) {
        continue;
      }
      ExportedTypes before = units.get(unit).originalExports();
      for (Map.Entry<String, Integer> e : before.versions().entrySet()) {
        Integer version = after.versions().get(e.getKey());
        if (version != null && !version.equals(e.getValue())) {
          check(unit, e.getKey(), before, after);
        }
      }
    }
  }

  private Predicate<Map.Entry<String, Integer>> isKernels() throws IOException {
    SymbolVersions known = kernel.exports();
    return e -> known.find(e.getKey()).filter(x -> x.crc() == e.getValue()).isPresent();
  }

  private void check(CompiledUnit unit, String symbol, ExportedTypes before, ExportedTypes after)
      throws IOException {
    String changed =
        "%s: the patch changes the version of exported symbol %s from 0x%08x to 0x%08x"
            .formatted(
                unit.unit().path(),
                symbol,
                before.versions().get(symbol),
                after.versions().get(symbol));
    for (CompiledUnit other : units.keySet()) {
      if (other != unit && uses(other.patched(), symbol)) {
        throw new LivepatchRefusedException(
            changed + ", and " + other.unit().path() + " uses it: their versions disagree");
      }
    }
    for (Map.Entry<String, String> e : before.types().entrySet()) {
      String now = after.types().getOrDefault(e.getKey(), e.getValue());
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

  private static boolean uses(Path object, String symbol) throws IOException {
    try (ElfModel model = Elf.open(object)) {
      return model.symbols().stream()
          .flatMap(t -> t.symbols().filter(Symbol::isUndefined))
          .anyMatch(s -> s.name().equals(symbol));
    }
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
