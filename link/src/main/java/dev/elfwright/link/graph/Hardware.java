package dev.elfwright.link.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the processor adds to a search: subfolders that are tried before each folder, and entries of
 * ld.so.cache that are only for it.
 *
 * @param isaLevel the highest x86-64 level, 1 to 4; 0 on other machines
 * @param platform what {@code $PLATFORM} means, or null: glibc's name for the processor, else the
 *     kernel's AT_PLATFORM
 * @param legacy names of the older scheme (glibc sysdeps/x86/dl-procinfo.c), lowest bit first
 */
public record Hardware(int isaLevel, @Nullable String platform, List<String> legacy) {
  private static final Set<String> V2 =
      Set.of("cx16", "lahf_lm", "popcnt", "pni", "ssse3", "sse4_1", "sse4_2");
  private static final Set<String> V3 = Set.of("avx", "avx2", "f16c", "fma", "abm", "movbe");
  private static final Set<String> V4 =
      Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");
  private static final Set<String> HASWELL =
      Set.of("avx2", "fma", "bmi1", "bmi2", "abm", "movbe", "popcnt");

  /** A machine of which only the class and instruction set are known. */
  public static final Hardware GENERIC = new Hardware(0, null, List.of());

  /** Copies the list. */
  public Hardware {
    legacy = List.copyOf(legacy);
  }

  /**
   * This machine, as its loader sees it; for one that does not tell (before glibc 2.33), from the
   * kernel's names of the processor's features. Those were seen to lack some that the loader finds
   * in the same virtual machine.
   */
  public static Hardware current() {
    return ThisMachine.HARDWARE;
  }

  /** Asked once, when first needed: it takes a process. */
  private static final class ThisMachine {
    static final Hardware HARDWARE =
        System.getProperty("os.arch").equals("amd64")
            ? LoaderDiagnostics.of(Path.of("/lib64/ld-linux-x86-64.so.2"))
                .flatMap(LoaderDiagnostics::hardware)
                .orElseGet(Hardware::asTheKernelNamesIt)
            : GENERIC;
  }

  private static Hardware asTheKernelNamesIt() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      String vendor = "";
      // The first processor speaks for all, as it does in the loader.
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.startsWith("vendor_id")) {
          vendor = value(line);
        } else if (line.startsWith("flags")) {
          return x86(vendor, Set.of(value(line).split(" +")));
        }
      }
    } catch (IOException e) {
      // Without /proc the level of every x86-64 machine is all that is known.
    }
    return x86("", Set.of());
  }

  private static String value(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  /**
   * An x86-64 processor by the kernel's names of its features (glibc sysdeps/x86/get-isa-level.h
   * and cpu-features.c).
   */
  public static Hardware x86(String vendor, Set<String> flags) {
    int level = 1;
    for (Set<String> next : List.of(V2, V3, V4)) {
      if (!flags.containsAll(next)) {
        break;
      }
      level++;
    }
    List<String> legacy = new ArrayList<>(List.of("x86_64"));
    // AT_PLATFORM; glibc has names of its own for Intel's processors only.
    String platform = "x86_64";
    if (vendor.equals("GenuineIntel")) {
      if (flags.contains("avx512cd")) {
        if (flags.contains("avx512er")) {
          platform = flags.contains("avx512pf") ? "xeon_phi" : platform;
        } else if (flags.containsAll(Set.of("avx512bw", "avx512dq", "avx512vl"))) {
          legacy.add("avx512_1");
        }
      }
      if (platform.equals("x86_64") && flags.containsAll(HASWELL)) {
        platform = "haswell";
      }
    }
    return new Hardware(level, platform, legacy);
  }

  /** Names of glibc-hwcaps subfolders, best first (sysdeps/x86_64/dl-hwcaps-subdirs.c). */
  List<String> levels() {
    List<String> found = new ArrayList<>();
    for (int v = isaLevel; v >= 2; v--) {
      found.add("x86-64-v" + v);
    }
    return found;
  }

  /**
   * All subfolders in the order of elf/dl-hwcaps.c, each with a slash at its end: glibc-hwcaps
   * first, then every subset of the older names, and last the folder itself, empty.
   */
  List<String> subfolders() {
    List<String> found = new ArrayList<>();
    levels().forEach(level -> found.add("glibc-hwcaps/" + level + "/"));
    List<String> names = new ArrayList<>(legacy);
    if (platform != null) {
      names.add(platform);
    }
    names.add("tls");
    for (int subset = (1 << names.size()) - 1; subset >= 0; subset--) {
      StringBuilder path = new StringBuilder();
      for (int bit = names.size() - 1; bit >= 0; bit--) {
        if ((subset >> bit & 1) != 0) {
          path.append(names.get(bit)).append('/');
        }
      }
      found.add(path.toString());
    }
    return found;
  }
}
