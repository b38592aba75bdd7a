package dev.elfwright.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An apt archive in a folder, as a mirror holds it: indexes anywhere below it, and packages where
 * these say.
 *
 * @param root the folder to which {@link Package#filename} is relative
 */
public record AptArchive(Path root) {
  /** All packages of all indexes below the root. */
  public List<Package> packages() throws IOException {
    List<Path> indexes;
    try (Stream<Path> files = Files.walk(root)) {
      indexes =
          files
              .filter(f -> f.getFileName().toString().matches("Packages(\\.(gz|xz|zst|bz2|lz4))?"))
              .sorted()
              .toList();
    }
    List<Package> packages = new ArrayList<>();
    Set<Path> folders = new HashSet<>();
    for (Path index : indexes) {
      // The same index in several encodings lies in one folder.
      if (folders.add(index.resolveSibling("."))) {
        packages.addAll(PackagesIndex.read(index));
      }
    }
    return packages;
  }

  /**
   * The .deb of a package.
   *
   * @throws NoSuchFileException when it is not there
   * @throws PackageFormatException when the index names a place out of the archive
   */
  public DebFile file(Package description) throws NoSuchFileException {
    String path = MemberPath.normalise(root.toString(), description.filename());
    Path file = root.resolve(path.substring(1));
    if (description.filename().isEmpty() || !Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return new DebFile(file);
  }
}
