package dev.elfwright.census.scan;

import java.nio.file.Path;
import java.util.List;

/** Something to read, found by an argument of a scan. */
sealed interface Found {
  /** The argument, as an absolute path. */
  String argument();

  /** Where it lies. */
  Path path();

  /** A .deb file. */
  record Deb(String argument, Path path) implements Found {}

  /** A tar archive. */
  record Tar(String argument, Path path) implements Found {}

  /** An image in an OCI image layout. */
  record Image(String argument, Path path) implements Found {}

  /** A folder, taken as a tree of files. */
  record Folder(String argument, Path path) implements Found {}

  /** Single files. */
  record Files(String argument, Path path, List<Path> files) implements Found {
    public Files {
      files = List.copyOf(files);
    }
  }
}
