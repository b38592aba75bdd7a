package dev.elfwright.fat.merge;

import dev.elfwright.fat.FileMetadata;
import dev.elfwright.packages.DebFile;
import dev.elfwright.packages.PackageFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The files of packages become files of a folder, and never of another. */
final class Unpacking {
  private final Path root;
  private final Map<Path, FileMetadata> folders = new LinkedHashMap<>();

  private Unpacking(Path root) {
    this.root = root;
  }

  /** Unpacks the files of a .deb file into a folder, over what is there. */
  static void unpack(Path file, Path root) throws IOException {
    var unpacking = new Unpacking(root);
    new DebFile(file).read(unpacking::add);
    for (Map.Entry<Path, FileMetadata> folder : unpacking.folders.entrySet()) {
      folder.getValue().giveTo(folder.getKey());
    }
  }

  private void add(PackageFile file, InputStream content) throws IOException {
    Path path = file.below(root);
    if (path.equals(root)) {
      return;
    }
    makeParents(file, path);
    boolean isFolder = file.kind() == PackageFile.Kind.FOLDER;
    if (!isFolder) {
      Files.deleteIfExists(path);
    }
    switch (file.kind()) {
      case FOLDER -> {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(path);
        }
        folders.put(path, metadata(file));
      }
      case REGULAR -> Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
      case SYMBOLIC_LINK -> Files.createSymbolicLink(path, Path.of(file.linkTarget()));
      case HARD_LINK -> {
        Path twin = root.resolve(file.linkTarget().substring(1));
        checkParents(file, twin);
        Files.createLink(path, twin);
        return;
      }
      case CHARACTER_DEVICE -> DeviceNodes.make(path, 0020000 | file.mode(), device(file));
      case BLOCK_DEVICE -> DeviceNodes.make(path, 0060000 | file.mode(), device(file));
      case PIPE -> DeviceNodes.make(path, 0010000 | file.mode(), 0);
    }
    if (!isFolder) {
      metadata(file).giveTo(path);
    }
  }

  private void makeParents(PackageFile file, Path path) throws IOException {
    checkParents(file, path);
    Files.createDirectories(path.resolveSibling(""));
  }

  /** A package that ships a link and then a file below it would write where the link leads. */
  private void checkParents(PackageFile file, Path path) throws IOException {
    Path below = root;
    for (Path name : root.relativize(path.resolveSibling(""))) {
      below = below.resolve(name);
      if (Files.isSymbolicLink(below)) {
        throw new FileSystemException(
            file.path(), null, "lies below the link /" + root.relativize(below));
      }
    }
  }

  private static FileMetadata metadata(PackageFile file) {
    FileTime time = FileTime.from(file.modified(), TimeUnit.SECONDS);
    return new FileMetadata(
        file.mode(), (int) file.uid(), (int) file.gid(), time, time, file.attributes());
  }

  /** As makedev(3) of glibc puts them together. */
  private static long device(PackageFile file) {
    long major = file.device() >>> 32;
    long minor = file.device() & 0xffff_ffffL;
    return minor & 0xff | (major & 0xfff) << 8 | (minor & ~0xffL) << 12 | (major & ~0xfffL) << 32;
  }
}
