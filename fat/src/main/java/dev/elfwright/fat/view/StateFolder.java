package dev.elfwright.fat.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where views are remembered: a folder that does not outlive the machine's run, as mounts do. */
final class StateFolder {
  private StateFolder() {}

  static Path ofThisUser() throws IOException {
    Path folder = path();
    Files.createDirectories(folder.getParent());
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return folder;
  }

  private static Path path() throws IOException {
    int user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (user == 0 && Files.isWritable(Path.of("/run"))) {
      return Path.of("/run/elfwright/view");
    }
    String own = System.getenv("XDG_RUNTIME_DIR");
    return own != null && Files.isWritable(Path.of(own))
        ? Path.of(own, "elfwright/view")
        : Path.of(System.getProperty("java.io.tmpdir"), "elfwright-" + user, "view");
  }
}
