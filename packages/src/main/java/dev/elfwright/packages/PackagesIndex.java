package dev.elfwright.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An archive's index of packages, {@code Packages}, plain or compressed in any of apt's ways. */
public final class PackagesIndex {
  private PackagesIndex() {}

  /**
   * All packages of an index.
   *
   * @throws PackageFormatException when it is malformed
   */
  public static List<Package> read(Path file) throws IOException {
    List<Package> packages = new ArrayList<>();
    try (InputStream raw = Files.newInputStream(file);
        InputStream text = Decoders.open(file.toString(), raw, Limits.DEFAULT);
        var reader = new ControlReader(file.toString(), text)) {
      for (ControlFields fields = reader.next(); fields != null; fields = reader.next()) {
        packages.add(Package.of(fields));
      }
    }
    return packages;
  }
}
