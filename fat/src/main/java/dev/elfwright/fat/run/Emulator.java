package dev.elfwright.fat.run;

import dev.elfwright.fat.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** qemu-user, which runs programs for other machines; Debian's packages qemu-user(-static). */
public final class Emulator {
  /** qemu's names where they differ from Debian's. */
  private static final Map<String, String> NAMES =
      Map.of(
          "amd64", "x86_64",
          "arm64", "aarch64",
          "armhf", "arm",
          "ppc64el", "ppc64le",
          "powerpc", "ppc",
          "loong64", "loongarch64",
          "arm64be", "aarch64_be");

  private Emulator() {}

  /** The program that runs files for a target, where it is installed. */
  public static Optional<Path> of(Target target) {
    String debian = target.withVariant(0).name();
    String name = NAMES.getOrDefault(debian, debian);
    return Stream.of("-static", "")
        .map(suffix -> Path.of("/usr/bin/qemu-" + name + suffix))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
