package dev.elfwright.census.scan;

import dev.elfwright.packages.PackageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All files below a folder, without their contents. Links are not followed. What the kernel makes
 * up (proc, sysfs and their kin) and the census's own folder are left out.
 */
final class Listing {
  /** File systems whose files are no data (filesystems(5), kernel Documentation/filesystems). */
  private static final Set<String> MADE_UP =
      Set.of(
          "proc",
          "sysfs",
          "devtmpfs",
          "devpts",
          "cgroup",
          "cgroup2",
          "securityfs",
          "debugfs",
          "tracefs",
          "bpf",
          "pstore",
          "mqueue",
          "hugetlbfs",
          "configfs",
          "fusectl",
          "binfmt_misc",
          "autofs",
          "efivarfs",
          "nsfs",
          "rpc_pipefs",
          "selinuxfs");

  private static final String ATTRIBUTES = "unix:mode,uid,gid,size,lastModifiedTime,ctime,ino,dev";
  private static final int TYPE = 0170000;

  /**
   * A file.
   *
   * @param path where it lies
   * @param file what is known of it
   * @param stamp by which it is known again
   */
  record Entry(Path path, PackageFile file, String stamp) {}

  /** A path that could not be listed, and why. */
  record Failure(String path, String message) {}

  private final Path root;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  private Listing(Path root) {
    this.root = root;
  }

  List<Entry> entries() {
    return entries;
  }

  List<Failure> failures() {
    return failures;
  }

  /** All files of a folder but those below some others, as the census's own. */
  static Listing of(Path root, Set<Path> others) throws IOException {
    Listing made = new Listing(root);
    Set<Path> left = new HashSet<>(madeUp());
    left.remove(root);
    left.addAll(others);
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (left.contains(folder)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            made.add(folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            made.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            made.failures.add(new Failure(made.inside(file), e.toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            if (e != null) {
              made.failures.add(new Failure(made.inside(folder), e.toString()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return made;
  }

  /** Single files, each under its whole path. */
  static Listing of(List<Path> files) {
    Listing made = new Listing(Path.of("/"));
    files.forEach(made::add);
    return made;
  }

  private static Set<Path> madeUp() throws IOException {
    Set<Path> found = new HashSet<>();
    Path mounts = Path.of("/proc/self/mounts");
    if (Files.exists(mounts)) {
      try (Stream<String> lines = Files.lines(mounts, StandardCharsets.ISO_8859_1)) {
        lines
            .map(l -> l.split(" "))
            .filter(f -> f.length > 2 && MADE_UP.contains(f[2]))
            .forEach(f -> found.add(Path.of(f[1].replace("\\040", " "))));
      }
    }
    return found;
  }

  private String inside(Path file) {
    return "/" + root.relativize(file);
  }

  private void add(Path file) {
    try {
      Map<String, Object> found = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      int mode = (Integer) found.getOrDefault("mode", 0);
      PackageFile.Kind kind = kind(mode);
      if (kind == null) {
        return;
      }
      boolean regular = kind == PackageFile.Kind.REGULAR;
      PackageFile description =
          new PackageFile(
              inside(file),
              kind,
              mode & 07777,
              Integer.toUnsignedLong((Integer) found.getOrDefault("uid", 0)),
              Integer.toUnsignedLong((Integer) found.getOrDefault("gid", 0)),
              kind == PackageFile.Kind.SYMBOLIC_LINK ? Files.readSymbolicLink(file).toString() : "",
              regular ? (Long) found.getOrDefault("size", 0L) : 0,
              0,
              found.get("lastModifiedTime") instanceof FileTime time
                  ? time.toInstant().getEpochSecond()
                  : 0,
              Map.of());
      entries.add(new Entry(file, description, Stamp.of(found)));
    } catch (IOException e) {
      failures.add(new Failure(inside(file), e.toString()));
    }
  }

  /** The kind of an st_mode (inode(7)); null for sockets. */
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
