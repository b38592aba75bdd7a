package dev.elfwright.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tar archive, plain or compressed with gzip, xz, zstd, bzip2 or lz4.
 *
 * @param name what it is called in messages
 * @param file the archive
 * @param limits how much of it is read
 */
public record TarFile(String name, Path file, Limits limits) implements PackageSource {
  /** An archive read within {@link Limits#DEFAULT}. */
  public TarFile(Path file) {
    this(file, Limits.DEFAULT);
  }

  /** An archive read within other limits. */
  public TarFile(Path file, Limits limits) {
    this(file.toString(), file, limits);
  }

  /** An archive under another name, as one that was fetched from there has. */
  public TarFile(String name, Path file) {
    this(name, file, Limits.DEFAULT);
  }

  @Override
  public void read(PackageVisitor visitor) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        CheckedStream expanded = Decoders.open(name(), raw, limits)) {
      new TarMembers(name(), expanded, limits).read(visitor);
    }
  }
}
