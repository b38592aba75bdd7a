package dev.elfwright.fat;

import dev.elfwright.packages.ExtendedAttributes;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a file has besides its bytes and its name.
 *
 * @param mode st_mode with all twelve bits
 * @param uid the owner's number
 * @param gid the group's number
 * @param accessed when it was last read
 * @param modified when it was last written
 * @param attributes extended attributes by name: {@code security.capability}, {@code user.*}
 */
public record FileMetadata(
    int mode,
    int uid,
    int gid,
    FileTime accessed,
    FileTime modified,
    Map<String, byte[]> attributes) {

  /**
   * Reads that of a file, or of a symbolic link itself.
   *
   * @throws IOException when it cannot be read
   */
  public static FileMetadata of(Path file) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(
            file, "unix:mode,uid,gid,lastAccessTime,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return new FileMetadata(
        number(all, "mode") & 07777,
        number(all, "uid"),
        number(all, "gid"),
        (FileTime) Objects.requireNonNull(all.get("lastAccessTime")),
        (FileTime) Objects.requireNonNull(all.get("lastModifiedTime")),
        ExtendedAttributes.of(file));
  }

  private static int number(Map<String, Object> all, String name) {
    return (Integer) Objects.requireNonNull(all.get(name));
  }

  /**
   * Gives a file, or a symbolic link itself, the same, as far as this process may. Without its
   * owner, set-user-ID and set-group-ID bits and the attributes of the kinds security and trusted
   * are left out: they would make a present of one user's rights to another.
   *
   * @return what was left out, in words
   * @throws IOException when the file cannot be changed at all
   */
  public List<String> giveTo(Path file) throws IOException {
    List<String> lost = new ArrayList<>();
    FileTimes.set(file, accessed, modified); // first: a file of another owner may not be opened
    boolean owned = giveOwner(file, lost);
    for (Map.Entry<String, byte[]> a : attributes.entrySet()) {
      boolean privileged = a.getKey().startsWith("security.") || a.getKey().startsWith("trusted.");
      if ((privileged && !owned) || !ExtendedAttributes.set(file, a.getKey(), a.getValue())) {
        lost.add("attribute " + a.getKey());
      }
    }
    // After the owner, for chown clears these bits.
    if (!Files.isSymbolicLink(file)) { // a link has no mode, and chmod would follow it
      Files.setAttribute(file, "unix:mode", owned ? mode : mode & 01777);
    }
    return lost;
  }

  private boolean giveOwner(Path file, List<String> lost) throws IOException {
    Map<String, Object> now = Files.readAttributes(file, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    if (number(now, "uid") == uid && number(now, "gid") == gid) {
      return true;
    }
    try {
      Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (FileSystemException e) {
      lost.add("owner %d:%d".formatted(uid, gid));
      return false;
    }
  }
}
