package dev.elfwright.link.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Where something was measured.
 *
 * @param processor the model as the kernel names it
 * @param processors how many logical processors this process may use
 * @param memoryBytes main memory
 * @param kernel name and release
 * @param libc name and version
 * @param system the distribution
 */
public record MachineDescription(
    String processor, int processors, long memoryBytes, String kernel, String libc, String system) {
  private static final String UNKNOWN = "unknown";

  /** Describes this machine; what cannot be read is "unknown" or 0. */
  public static MachineDescription ofThisMachine() {
    return new MachineDescription(
        valueOf("/proc/cpuinfo", "model name", ":"),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        "Linux " + System.getProperty("os.version"),
        Libc.version(),
        valueOf("/etc/os-release", "PRETTY_NAME", "=").replace("\"", ""));
  }

  private static long memory() {
    String digits = valueOf("/proc/meminfo", "MemTotal", ":").replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) * 1024;
  }

  private static String valueOf(String file, String key, String separator) {
    Predicate<String> isWanted = line -> line.startsWith(key) && line.contains(separator);
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8)
          .lines()
          .filter(isWanted)
          .map(line -> line.substring(line.indexOf(separator) + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
