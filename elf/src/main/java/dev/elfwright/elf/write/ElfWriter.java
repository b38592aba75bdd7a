package dev.elfwright.elf.write;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The only place that writes files. A reader of the target sees the old file or the new one. */
public final class ElfWriter {
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<Set<PosixFilePermission>> FOR_ITS_OWNER =
      PosixFilePermissions.asFileAttribute(
          Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

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
    write(plan, target, mode, _ -> {});
  }

  /**
   * Writes a plan as {@link #write(LayoutPlan, Path, Set)} does.
   *
   * @param finish what is done to the finished file before it gets its name
   * @throws IOException as there, or when the last step fails
   */
  public static void write(
      LayoutPlan plan, Path target, Set<PosixFilePermission> mode, Finish finish)
      throws IOException {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || (Files.exists(absolute) && !Files.isRegularFile(absolute))) {
      // Renaming over it would replace a device such as /dev/null.
      throw new FileSystemException(target.toString(), null, "not a regular file");
    }
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(folder.toString(), null, "no such folder");
    }
    Path fresh = folder.resolve(unguessableName());
    // An interrupt from the keyboard ends the process without unwinding this method.
    Thread atExit = new Thread(() -> fresh.toFile().delete());
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
      try (FileChannel channel = FileChannel.open(fresh, NEW, FOR_ITS_OWNER);
          PlanOutput out = new PlanOutput(fresh, channel, plan.size())) {
        out.write(plan);
      }
      Files.setPosixFilePermissions(fresh, mode);
      finish.accept(fresh);
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

  /**
   * Writes a plan as {@link #write} does, to a file that is like another one: owner, group and all
   * bits of its mode, set-user-ID among them. When the owner cannot be given, because the process
   * may not, those bits are left out.
   *
   * @param source the file to be like, often the target itself
   * @param target the file to write; a symbolic link is itself replaced
   * @throws IOException as {@link #write} does
   */
  public static void writeLike(LayoutPlan plan, Path source, Path target) throws IOException {
    Map<String, Object> like = Files.readAttributes(source, "unix:mode,uid,gid");
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(source);
    write(plan, target, mode, fresh -> become(fresh, like));
  }

  /**
   * The file that a plan makes, in memory: for members of archives.
   *
   * @throws IOException when a source cannot be read
   */
  public static MemorySegment toMemory(LayoutPlan plan) throws IOException {
    MemorySegment file = Arena.ofAuto().allocate(Math.max(1, plan.size())).asSlice(0, plan.size());
    for (Placement p : plan.placements()) {
      MemorySegment place = file.asSlice(p.offset(), p.size());
      switch (p.content()) {
        case Content.Bytes(var bytes) -> place.copyFrom(bytes);
        case Content.Kept kept -> place.copyFrom(kept.bytes());
        case Content.Hole _ -> {}
        case Content.FileRange(var source, var offset, var size) -> {
          try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
              Arena arena = Arena.ofConfined()) {
            place.copyFrom(in.map(FileChannel.MapMode.READ_ONLY, offset, size, arena));
          }
        }
      }
    }
    return file;
  }

  /** The kernel's random numbers by hand: to start a SecureRandom takes 8 ms. */
  private static String unguessableName() throws IOException {
    try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
      return ".elfwright-" + HexFormat.of().formatHex(random.readNBytes(12)) + ".tmp";
    }
  }

  private static void become(Path fresh, Map<String, Object> like) throws IOException {
    Map<String, Object> now = Files.readAttributes(fresh, "unix:uid,gid");
    try {
      for (String id : List.of("gid", "uid")) {
        if (!Objects.equals(like.get(id), now.get(id))) {
          Files.setAttribute(fresh, "unix:" + id, like.get(id));
        }
      }
      Files.setAttribute(fresh, "unix:mode", like.get("mode"));
    } catch (FileSystemException e) {
      // Another owner's set-user-ID bit on this user's file would be a gift to nobody.
    }
  }

  /** The last step of writing a file. */
  public interface Finish {
    /**
     * Completes a file.
     *
     * @param fresh the file, still under another name
     * @throws IOException when that fails; the target is then as before
     */
    void accept(Path fresh) throws IOException;
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending, so the hook is running: what it would delete is renamed or gone.
    }
  }
}
