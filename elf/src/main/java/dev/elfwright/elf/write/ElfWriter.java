package dev.elfwright.elf.write;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The only place that writes files. A reader of the target sees the old file or the new one. */
public final class ElfWriter {
  private ElfWriter() {}

  /**
   * Writes a plan to a new file beside the target, under a name nobody can guess and readable by
   * its owner only, then gives it its permissions and renames it. When anything fails the target is
   * as before and the new file is gone. A target that is a symbolic link is itself replaced. The
   * data is not forced to the disk.
   *
   * @param mode the permissions, regardless of the umask
   * @throws IOException when a source cannot be read or the target cannot be written, or is
   *     something else than a regular file
   */
  public static void write(LayoutPlan plan, Path target, Set<PosixFilePermission> mode)
      throws IOException {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || (Files.exists(absolute) && !Files.isRegularFile(absolute))) {
      // Renaming over it would replace a device such as /dev/null.
      throw new FileSystemException(target.toString(), null, "not a regular file");
    }
    Path fresh = Files.createTempFile(folder, ".elfwright-", ".tmp");
    // An interrupt from the keyboard ends the process without unwinding this method.
    Thread atExit = new Thread(() -> fresh.toFile().delete());
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
          PlanOutput out = new PlanOutput(channel, plan.size())) {
        out.write(plan);
      }
      Files.setPosixFilePermissions(fresh, mode);
      Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (Throwable e) {
      try {
        Files.deleteIfExists(fresh);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    } finally {
      forget(atExit);
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending, so the hook is running: what it would delete is renamed or gone.
    }
  }
}
