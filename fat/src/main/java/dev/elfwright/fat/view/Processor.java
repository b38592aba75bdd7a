package dev.elfwright.fat.view;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.fat.Target;
import dev.elfwright.fat.TargetPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a processor can do, by /proc/cpuinfo. The requirements are those of glibc for the folders
 * below glibc-hwcaps (x86-64 psABI, "Micro-Architecture Levels";
 * sysdeps/s390/s390-64/dl-hwcaps_subdirs.c).
 */
final class Processor {
  private static final List<Set<String>> X86_LEVELS =
      List.of(
          Set.of("cx16", "lahf_lm", "popcnt", "sse4_1", "sse4_2", "ssse3"),
          Set.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"),
          Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"));
  private static final List<String> S390_LEVELS = List.of("vx", "vxe", "vxe2", "nnpa");

  private final int machine;
  private final Set<Integer> variants;

  private Processor(int machine, Set<Integer> variants) {
    this.machine = machine;
    this.variants = variants;
  }

  /** This machine's. */
  static Processor ofThisMachine() {
    int machine =
        TargetPattern.target(TargetPattern.parse(System.getProperty("os.arch"))).machine();
    return of(machine, information());
  }

  private static String information() {
    try {
      // The first processor's paragraph: all of a machine can do the same.
      String all = Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1);
      int end = all.indexOf("\n\n");
      return end < 0 ? all : all.substring(0, end);
    } catch (IOException e) {
      return ""; // No /proc: then the baseline is what can be relied on.
    }
  }

  static Processor of(int machine, String information) {
    Set<String> words = Stream.of(information.split("\\s+")).collect(Collectors.toSet());
    Set<Integer> variants = new TreeSet<>();
    switch (machine) {
      case Machine.X86_64 -> {
        for (int i = 0; i < X86_LEVELS.size() && words.containsAll(X86_LEVELS.get(i)); i++) {
          variants.add(2 + i);
        }
      }
      case Machine.S390 -> {
        for (int i = 0; i < S390_LEVELS.size() && words.contains(S390_LEVELS.get(i)); i++) {
          variants.add(13 + i);
        }
      }
      case Machine.PPC64 -> {
        boolean is10 = words.contains("POWER10") || words.contains("POWER11");
        if (is10 || words.contains("POWER9")) {
          variants.add(9);
        }
        if (is10) {
          variants.add(10);
        }
      }
      default -> {}
    }
    return new Processor(machine, variants);
  }

  /** Whether it runs this variant of its own architecture. */
  boolean runs(Target target) {
    return target.variant() == 0
        || target.machine() == machine && variants.contains(target.variant());
  }
}
