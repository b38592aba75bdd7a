package dev.elfwright.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder as if it were a root. Links are not followed; names of one file are told as files each;
 * sockets are passed over, as tar does.
 *
 * @param root the folder
 */
public record FolderTree(Path root) implements PackageSource {
  private static final String ATTRIBUTES = "unix:mode,uid,gid,size,rdev,lastModifiedTime";
  private static final int TYPE = 0170000;

  @Override
  public String name() {
    return root.toString();
  }

  @Override
  public void read(PackageVisitor visitor) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root.toString());
    }
    read(root, visitor);
  }

  private void read(Path file, PackageVisitor visitor) throws IOException {
    PackageFile description = describe(root, file);
    if (description == null) {
      return;
    }
    visit(description, file, visitor);
    if (description.kind() == PackageFile.Kind.FOLDER) {
      try (Stream<Path> children = Files.list(file)) {
        for (Path child : children.sorted().toList()) {
          read(child, visitor);
        }
      }
    }
  }

  /** Tells a visitor of a file, with its content. */
  static void visit(PackageFile description, Path file, PackageVisitor visitor) throws IOException {
    if (description.kind() == PackageFile.Kind.REGULAR) {
      try (InputStream content = Files.newInputStream(file)) {
        visitor.file(description, content);
      }
    } else {
      visitor.file(description, InputStream.nullInputStream());
    }
  }

  /** A file below a root, or null when it is a socket. */
  static @Nullable PackageFile describe(Path root, Path file) throws IOException {
    Map<String, Object> found = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) found.getOrDefault("mode", 0);
    PackageFile.Kind kind = kind(mode);
    if (kind == null) {
      return null;
    }
    boolean regular = kind == PackageFile.Kind.REGULAR;
    boolean device =
        kind == PackageFile.Kind.CHARACTER_DEVICE || kind == PackageFile.Kind.BLOCK_DEVICE;
    return new PackageFile(
        "/" + root.relativize(file),
        kind,
        mode & 07777,
        ((Integer) found.getOrDefault("uid", 0)).longValue() & 0xffff_ffffL,
        ((Integer) found.getOrDefault("gid", 0)).longValue() & 0xffff_ffffL,
        kind == PackageFile.Kind.SYMBOLIC_LINK ? Files.readSymbolicLink(file).toString() : "",
        regular ? (Long) found.getOrDefault("size", 0L) : 0,
        device ? device((Long) found.getOrDefault("rdev", 0L)) : 0,
        found.get("lastModifiedTime") instanceof FileTime time
            ? time.toInstant().getEpochSecond()
            : 0,
        ExtendedAttributes.of(file));
  }

  /** Linux's dev_t (glibc's sysmacros.h) in our order. */
  private static long device(long dev) {
    long major = dev >>> 8 & 0xfff | dev >>> 32 & 0xffff_f000L;
    long minor = dev & 0xff | dev >>> 12 & 0xffff_ff00L;
    return major << 32 | minor;
  }

  /** The kind of an st_mode (inode(7)). */
  private static PackageFile.@Nullable Kind kind(int mode) {
    return switch (mode & TYPE) {
      case 0100000 -> PackageFile.Kind.REGULAR;
      case 0040000 -> PackageFile.Kind.FOLDER;
      case 0120000 -> PackageFile.Kind.SYMBOLIC_LINK;
      case 0020000 -> PackageFile.Kind.CHARACTER_DEVICE;
      case 0060000 -> PackageFile.Kind.BLOCK_DEVICE;
      case 0010000 -> PackageFile.Kind.PIPE;
      default -> null;
    };
  }
}
