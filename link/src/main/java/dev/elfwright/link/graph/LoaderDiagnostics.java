package dev.elfwright.link.graph;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What glibc's loader tells of itself with {@code --list-diagnostics}, since glibc 2.33 (glibc
 * elf/dl-diagnostics.c): the processor as it took it for, tunables included.
 */
final class LoaderDiagnostics {
  /** The text is some 15 KB. */
  private static final int MAX_BYTES = 1 << 20;

  /** Bits of dl_hwcap (glibc sysdeps/x86/dl-hwcap.h). */
  private static final Map<Integer, String> LEGACY = Map.of(1, "x86_64", 2, "avx512_1");

  private final Map<String, String> facts;

  private LoaderDiagnostics(Map<String, String> facts) {
    this.facts = facts;
  }

  /** Runs the loader; empty when it does not exist, or knows no such option. */
  static Optional<LoaderDiagnostics> of(Path loader) {
    try {
      Process process =
          new ProcessBuilder(loader.toString(), "--list-diagnostics")
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text;
      try (InputStream out = process.getInputStream()) {
        text = new String(out.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
      }
      return process.waitFor() == 0 ? Optional.of(parse(text)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  static LoaderDiagnostics parse(String text) {
    Map<String, String> facts = new HashMap<>();
    text.lines()
        .forEach(line -> {
          int sign = line.indexOf('=');
          if (sign > 0) {
            facts.put(line.substring(0, sign), line.substring(sign + 1).replace("\"", ""));
          }
        });
    return new LoaderDiagnostics(facts);
  }

  /** The processor; empty when the text does not tell all of it. */
  Optional<Hardware> hardware() {
    Optional<Long> levels = number("dl_hwcaps_subdirs_active");
    Optional<Long> hwcap = number("dl_hwcap");
    String platform = facts.get("dl_platform");
    if (levels.isEmpty() || hwcap.isEmpty() || platform == null) {
      return Optional.empty();
    }
    List<String> legacy = new ArrayList<>();
    LEGACY.keySet().stream()
        .sorted()
        .filter(bit -> (hwcap.get() >> bit & 1) != 0)
        .forEach(bit -> legacy.add(LEGACY.get(bit)));
    return Optional.of(new Hardware(1 + Long.bitCount(levels.get()), platform, legacy));
  }

  private Optional<Long> number(String key) {
    String value = facts.getOrDefault(key, "");
    return value.matches("0x[0-9a-f]{1,15}")
        ? Optional.of(Long.parseLong(value, 2, value.length(), 16))
        : Optional.empty();
  }
}
