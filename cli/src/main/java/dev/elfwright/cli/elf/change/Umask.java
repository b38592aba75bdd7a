package dev.elfwright.cli.elf.change;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * The permissions that this process withholds from files it makes (umask(2), proc_pid_status(5)).
 */
final class Umask {
  private static final PosixFilePermission[] FROM_LOWEST_BIT = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  private Umask() {}

  static Set<PosixFilePermission> applyTo(Set<PosixFilePermission> mode) throws IOException {
    Set<PosixFilePermission> left = EnumSet.noneOf(PosixFilePermission.class);
    left.addAll(mode);
    int withheld = now();
    for (int bit = 0; bit < FROM_LOWEST_BIT.length; bit++) {
      if ((withheld >> bit & 1) != 0) {
        left.remove(FROM_LOWEST_BIT[bit]);
      }
    }
    return left;
  }

  private static int now() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("Umask:")) {
        return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
      }
    }
    return 022;
  }
}
