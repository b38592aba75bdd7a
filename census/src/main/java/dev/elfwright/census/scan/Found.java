package dev.elfwright.census.scan;

import java.nio.file.Path;
import java.util.List;

/** Something to read, found by an argument of a scan. */
sealed interface Found {
  /** The argument, as an absolute path. */
  String argument();

  /** Where it lies. */
  Path path();

  /** What rows call it. */
  default String name() {
    return path().toString();
  }

  /** A .deb file, which may be the copy of one that has another name. */
  record Deb(String argument, Path path, String name) implements Found {
    Deb(String argument, Path path) {
      this(argument, path, path.toString());
    }
  }

  /** A tar archive, which may be the copy of one that has another name. */
  record Tar(String argument, Path path, String name) implements Found {
    Tar(String argument, Path path) {
      this(argument, path, path.toString());
    }
  }

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
