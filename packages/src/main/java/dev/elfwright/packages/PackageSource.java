package dev.elfwright.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Something that holds files and is read from its beginning to its end. */
public sealed interface PackageSource permits DebFile, InstalledPackage, TarFile, FolderTree {

  /** What it is called in messages. */
  String name();

  /**
   * Reads it once. Nothing is kept open, and sources may be read by several threads at a time.
   *
   * @throws IOException when it cannot be read, or the visitor ends it
   * @throws PackageFormatException when it is malformed
   */
  void read(PackageVisitor visitor) throws IOException;

  /**
   * What a path stands for: a .deb file or a tar archive, compressed or not; a folder with .deb
   * files; a root in which dpkg knows what is installed; any other folder with its files.
   *
   * @throws NoSuchFileException when there is nothing
   * @throws PackageFormatException when a file is neither package nor archive
   */
  static List<PackageSource> of(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isDirectory(path)) {
      return List.of(DebFile.isDeb(path) ? new DebFile(path) : new TarFile(path));
    }
    if (Files.exists(path.resolve(InstalledPackage.STATUS))) {
      return List.copyOf(InstalledPackage.allOf(path));
    }
    List<PackageSource> packages = packagesIn(path);
    return packages.isEmpty() ? List.of(new FolderTree(path)) : packages;
  }

  private static List<PackageSource> packagesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".deb") && Files.isRegularFile(f))
          .sorted()
          .<PackageSource>map(DebFile::new)
          .toList();
    }
  }
}
