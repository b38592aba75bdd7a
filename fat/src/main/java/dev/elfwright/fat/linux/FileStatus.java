package dev.elfwright.fat.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What statx(2) says of a file (include/uapi/linux/stat.h, struct statx).
 *
 * @param device the file system, major number times 2^32 plus minor number
 * @param inode number of the file in it
 * @param mode kind and permissions
 * @param links number of hard links
 * @param owner user ID
 * @param group group ID
 * @param size in bytes
 * @param modified last change of the content
 * @param changed last change of the content or of anything here
 */
public record FileStatus(
    long device,
    long inode,
    int mode,
    int links,
    int owner,
    int group,
    long size,
    Instant modified,
    Instant changed) {
  private static final int KIND = 0170000;

  static FileStatus read(MemorySegment statx) {
    return new FileStatus(
        (long) statx.get(JAVA_INT, 136) << 32 | statx.get(JAVA_INT, 140),
        statx.get(JAVA_LONG, 32),
        statx.get(JAVA_SHORT, 28) & 0xffff,
        statx.get(JAVA_INT, 16),
        statx.get(JAVA_INT, 20),
        statx.get(JAVA_INT, 24),
        statx.get(JAVA_LONG, 40),
        time(statx, 112),
        time(statx, 96));
  }

  /**
   * The status of a file, of a link itself, by the JDK's own means, from any thread. Only the
   * device is another number than that of {@link Linux#status}.
   */
  public static FileStatus of(Path file) throws IOException {
    Map<String, Object> all = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
    return new FileStatus(
        number(all, "dev"),
        number(all, "ino"),
        (int) number(all, "mode"),
        (int) number(all, "nlink"),
        (int) number(all, "uid"),
        (int) number(all, "gid"),
        number(all, "size"),
        time(all, "lastModifiedTime"),
        time(all, "ctime"));
  }

  private static long number(Map<String, Object> all, String name) {
    return ((Number) Objects.requireNonNull(all.get(name))).longValue();
  }

  private static Instant time(Map<String, Object> all, String name) {
    return ((FileTime) Objects.requireNonNull(all.get(name))).toInstant();
  }

  private static Instant time(MemorySegment statx, long offset) {
    return Instant.ofEpochSecond(statx.get(JAVA_LONG, offset), statx.get(JAVA_INT, offset + 8));
  }

  /** Whether it is an ordinary file. */
  public boolean isFile() {
    return (mode & KIND) == 0100000;
  }

  /** Whether it is a folder. */
  public boolean isDirectory() {
    return (mode & KIND) == 0040000;
  }

  /** Whether it is a symbolic link. */
  public boolean isLink() {
    return (mode & KIND) == 0120000;
  }

  /** Permissions, set-user-ID, set-group-ID and sticky. */
  public int permissions() {
    return mode & 07777;
  }
}
