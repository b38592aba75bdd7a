package dev.elfwright.fat.view;

import dev.elfwright.fat.linux.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a failed system call of mounting means to the user. */
final class Complaints {
  private Complaints() {}

  /** Whether the kernel forbids this process to mount. */
  static boolean isForbidden(SystemCallException e) {
    return e.errno() == SystemCallException.EPERM;
  }

  static ViewException about(SystemCallException e, Path mountPoint) {
    return new ViewException(
        switch (e.errno()) {
          case SystemCallException.EPERM ->
              mountPoint
                  + ": "
                  + (isInUserNamespace()
                      ? "inside a user namespace the kernel mounts no EROFS"
                      : "mounting needs root's rights (CAP_SYS_ADMIN)")
                  + "; --backing=fuse does without";
          case SystemCallException.ENODEV ->
              "this kernel has no " + lastWord(e) + "; --backing=fuse does without EROFS";
          case SystemCallException.EBUSY ->
              mountPoint + ": in use (fuser -m tells by whom); --lazy unmounts it all the same";
          case SystemCallException.ENOSYS -> "this kernel is older than Linux 5.2";
          case SystemCallException.ENOTDIR -> mountPoint + ": not a folder";
          default -> mountPoint + ": " + e.getMessage();
        },
        e);
  }

  private static String lastWord(SystemCallException e) {
    String call = String.valueOf(e.getMessage());
    return call.startsWith("fsopen overlay") ? "overlay file system" : "EROFS";
  }

  private static boolean isInUserNamespace() {
    try {
      String map = Files.readString(Path.of("/proc/self/uid_map")).strip();
      return !map.matches("0 +0 +4294967295");
    } catch (IOException e) {
      return false; // No /proc, no namespaces that we could tell.
    }
  }
}
