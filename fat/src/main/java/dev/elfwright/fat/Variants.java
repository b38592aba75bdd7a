package dev.elfwright.fat;

import dev.elfwright.elf.constant.Machine;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Names of variants: builds for processors that can do more than the architecture's baseline, as in
 * the folders below {@code glibc-hwcaps} (glibc, sysdeps/x86_64/dl-hwcaps_subdirs.c,
 * sysdeps/powerpc/powerpc64/le/dl-hwcaps_subdirs.c, sysdeps/s390/s390-64/dl-hwcaps_subdirs.c). The
 * number stands in the record's byte that FatELF reserves; files without variants have 0 there.
 */
final class Variants {
  private static final Map<Integer, Map<Integer, String>> NAMES =
      Map.of(
          Machine.X86_64,
          new TreeMap<>(Map.of(2, "v2", 3, "v3", 4, "v4")),
          Machine.PPC64,
          new TreeMap<>(Map.of(9, "power9", 10, "power10")),
          Machine.S390,
          new TreeMap<>(Map.of(13, "z13", 14, "z14", 15, "z15", 16, "z16")));

  private Variants() {}

  /** Whether a number has a meaning for a machine; 0 always has. */
  static boolean isKnown(int machine, int variant) {
    return variant == 0 || of(machine).containsKey(variant);
  }

  /** An architecture's name with that of a target's variant, empty when the number has none. */
  static Optional<String> name(String architecture, Target target) {
    if (target.variant() == 0) {
      return Optional.of(architecture);
    }
    // Compilers and glibc know this one by a name of its own.
    String base = architecture.equals("amd64") ? "x86-64" : architecture;
    return Optional.ofNullable(of(target.machine()).get(target.variant()))
        .map(name -> base + "-" + name);
  }

  /** The number of a variant's name for a machine. */
  static OptionalInt number(int machine, String name) {
    return of(machine).entrySet().stream()
        .filter(e -> e.getValue().equals(name))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  private static Map<Integer, String> of(int machine) {
    return NAMES.getOrDefault(machine, Map.of());
  }
}
