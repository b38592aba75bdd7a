package dev.elfwright.fat.merge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What stat(2) says of a path of a tree.
 *
 * @param file where it is
 * @param kind what it is
 * @param mode st_mode with the bits of the kind
 * @param uid the owner's number
 * @param gid the group's number
 * @param size in bytes
 * @param modified when it was last written
 * @param inode device and number of the inode, equal for hard links
 * @param device st_rdev of a device node
 * @param target where a symbolic link leads, otherwise empty
 */
record Node(
    Path file,
    Kind kind,
    int mode,
    int uid,
    int gid,
    long size,
    FileTime modified,
    String inode,
    long device,
    String target) {
  /** As many as the kernel follows (include/linux/namei.h, MAXSYMLINKS). */
  private static final int MOST_LINKS = 40;

  enum Kind {
    FOLDER,
    FILE,
    LINK,
    SPECIAL
  }

  static Node of(Path file) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(
            file,
            "unix:mode,uid,gid,size,lastModifiedTime,dev,ino,rdev",
            LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) value(all, "mode");
    Kind kind =
        switch (mode & 0170000) {
          case 0040000 -> Kind.FOLDER;
          case 0100000 -> Kind.FILE;
          case 0120000 -> Kind.LINK;
          default -> Kind.SPECIAL;
        };
    return new Node(
        file,
        kind,
        mode,
        (Integer) value(all, "uid"),
        (Integer) value(all, "gid"),
        (Long) value(all, "size"),
        (FileTime) value(all, "lastModifiedTime"),
        value(all, "dev") + ":" + value(all, "ino"),
        (Long) value(all, "rdev"),
        kind == Kind.LINK ? Files.readSymbolicLink(file).toString() : "");
  }

  private static Object value(Map<String, Object> all, String name) {
    return Objects.requireNonNull(all.get(name));
  }

  boolean isOwnedAs(Node other) {
    return mode == other.mode && uid == other.uid && gid == other.gid;
  }

  /** The regular file to which a link leads within a root, from which absolute links start. */
  Optional<Node> behind(Path root) throws IOException {
    Path at = file;
    for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(at); i++) {
      Path next = Files.readSymbolicLink(at);
      at =
          next.isAbsolute() ? root.resolve(Path.of("/").relativize(next)) : at.resolveSibling(next);
    }
    if (!Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS) || !at.toRealPath().startsWith(root)) {
      return Optional.empty();
    }
    return Optional.of(of(at.toRealPath()));
  }

  /** Whether it is still the file that was looked at. */
  boolean isUnchanged() throws IOException {
    Node now = of(file);
    return now.inode.equals(inode) && now.size == size && now.modified.equals(modified);
  }
}
