package dev.elfwright.natives.model;

import dev.elfwright.elf.ElfFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where libraries are looked for that others need: first among some that were already read, then in
 * folders, by their file names.
 *
 * @param read libraries
 * @param folders folders of libraries, or libraries
 */
public record LibraryPath(List<NativeLibrary> read, List<Path> folders) {
  /** Copies the lists. */
  public LibraryPath {
    read = List.copyOf(read);
    folders = List.copyOf(folders);
  }

  /** Folders of libraries, or libraries, in the order in which they are looked at. */
  public static LibraryPath of(List<Path> folders) {
    return new LibraryPath(List.of(), folders);
  }

  /** The same behind some libraries. */
  public LibraryPath after(List<NativeLibrary> first) {
    List<NativeLibrary> all = new ArrayList<>(first);
    all.addAll(read);
    return new LibraryPath(all, folders);
  }

  /** Whether a name in DT_NEEDED means this library: its DT_SONAME or its file's name. */
  public static boolean isCalled(NativeLibrary library, String needed) {
    return library.linkage().soname().filter(needed::equals).isPresent()
        || library.fileName().equals(needed);
  }

  /**
   * The first library of a name for a target.
   *
   * @throws UncheckedIOException when a file of this name cannot be read
   * @throws ElfFormatException when it is malformed
   */
  public Optional<NativeLibrary> find(String name, Target target) {
    for (NativeLibrary library : read) {
      if (isCalled(library, name) && library.target().fits(target)) {
        return Optional.of(library);
      }
    }
    for (Path folder : folders) {
      Optional<NativeLibrary> found =
          candidate(folder, name).flatMap(LibraryPath::read).filter(l -> l.target().fits(target));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> candidate(Path folder, String name) {
    try {
      Path file = Files.isDirectory(folder) ? folder.resolve(name) : folder;
      return file.endsWith(name) && Files.isRegularFile(file)
          ? Optional.of(file)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<NativeLibrary> read(Path file) {
    try {
      return ContentsReader.read(file).libraries().stream().findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
