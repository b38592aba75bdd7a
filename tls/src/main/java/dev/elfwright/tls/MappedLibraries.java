package dev.elfwright.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The ELF files that a process has mapped as code: /proc/PID/maps (proc(5)). */
final class MappedLibraries {
  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

  private MappedLibraries() {}

  /** Those of this process, the highest address first: the kernel maps downwards. */
  static List<Path> ofThisProcess() throws IOException {
    Path program = Path.of("/proc/self/exe").toRealPath();
    Set<Path> found = new LinkedHashSet<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/maps")).reversed()) {
      int slash = line.indexOf('/');
      if (slash > 0 && line.indexOf('x') == line.indexOf(' ') + 3) {
        Path file = Path.of(line.substring(slash));
        if (!file.equals(program) && isElf(file)) {
          found.add(file);
        }
      }
    }
    return List.copyOf(found);
  }

  /** Whether the file is there still, and is ELF: other things are mapped as code too. */
  private static boolean isElf(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      return false;
    }
  }
}
