package dev.elfwright.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tar archive, plain or compressed with gzip, xz, zstd, bzip2 or lz4.
 *
 * @param file the archive
 * @param limits how much of it is read
 */
public record TarFile(Path file, Limits limits) implements PackageSource {
  /** An archive read within {@link Limits#DEFAULT}. */
  public TarFile(Path file) {
    this(file, Limits.DEFAULT);
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public void read(PackageVisitor visitor) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        CheckedStream expanded = Decoders.open(name(), raw, limits)) {
      new TarMembers(name(), expanded, limits).read(visitor);
    }
  }
}
