package dev.elfwright.packages;

import java.nio.file.Path;
import java.util.Map;

/**
 * A file of a package, archive or folder, without its content.
 *
 * @param path normalised: begins with a slash, holds neither {@code .} nor {@code ..}, and ends
 *     with no slash unless it is the root; names that are not UTF-8, which Debian Policy 10.10
 *     forbids, are taken for ISO 8859-1
 * @param kind what it is
 * @param mode permissions with set-user-ID, set-group-ID and sticky bit, 0 to 07777
 * @param uid the owner's number
 * @param gid the group's number
 * @param linkTarget of a symbolic link what it holds, as it is; of a hard link the normalised path
 *     of a file that came before; otherwise empty
 * @param size bytes of content; 0 for all but regular files
 * @param device major number in the upper, minor number in the lower 32 bits; 0 for others
 * @param modified seconds since 1970
 * @param attributes extended attributes by full name, as {@code security.capability}
 */
public record PackageFile(
    String path,
    Kind kind,
    int mode,
    long uid,
    long gid,
    String linkTarget,
    long size,
    long device,
    long modified,
    Map<String, byte[]> attributes) {

  /** Kinds of files. */
  public enum Kind {
    /** A regular file. */
    REGULAR,
    /** A folder. */
    FOLDER,
    /** A symbolic link. */
    SYMBOLIC_LINK,
    /** Another name of a file that came before. */
    HARD_LINK,
    /** A character device. */
    CHARACTER_DEVICE,
    /** A block device. */
    BLOCK_DEVICE,
    /** A named pipe. */
    PIPE
  }

  /** Copies the map. */
  public PackageFile {
    attributes = Map.copyOf(attributes);
  }

  /** Whether it runs with the rights of its owner or group: S_ISUID, or S_ISGID of a program. */
  public boolean changesIdentity() {
    return kind == Kind.REGULAR && ((mode & 04000) != 0 || (mode & 02010) == 02010);
  }

  /** Where the file lies below a folder. */
  public Path below(Path root) {
    return root.resolve(path.substring(1));
  }
}
