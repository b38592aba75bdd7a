package dev.elfwright.census.scan;

import dev.elfwright.census.CensusException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One source of a scan, as a value that can be sent to another machine.
 *
 * @param argument what the scan was asked to read
 * @param kind what it is
 * @param name what rows call it: its path, or its URI where it lies in no file system of ours
 * @param files of single files their paths
 * @param size bytes of it, for a fair division of the work; 0 where nobody knows
 */
public record SingleSource(String argument, Kind kind, String name, List<String> files, long size)
    implements Serializable {

  /** What a source can be. */
  public enum Kind {
    /** A .deb file. */
    DEB,
    /** A tar archive. */
    TAR,
    /** An OCI image layout. */
    IMAGE,
    /** A tree of files. */
    FOLDER,
    /** Single files. */
    FILES
  }

  /** Copies the list. */
  public SingleSource {
    files = List.copyOf(files);
  }

  /**
   * What paths of this machine stand for.
   *
   * @throws java.nio.file.NoSuchFileException when there is nothing at one of them
   */
  public static List<SingleSource> find(List<Path> arguments) throws IOException {
    return SourceFinder.find(arguments).stream().map(SingleSource::of).toList();
  }

  private static SingleSource of(Found found) {
    return switch (found) {
      case Found.Deb d -> new SingleSource(d.argument(), Kind.DEB, d.name(), List.of(), size(d));
      case Found.Tar t -> new SingleSource(t.argument(), Kind.TAR, t.name(), List.of(), size(t));
      case Found.Image i -> new SingleSource(i.argument(), Kind.IMAGE, i.name(), List.of(), 0);
      case Found.Folder f -> new SingleSource(f.argument(), Kind.FOLDER, f.name(), List.of(), 0);
      case Found.Files f ->
          new SingleSource(
              f.argument(),
              Kind.FILES,
              f.name(),
              f.files().stream().map(Path::toString).toList(),
              0);
    };
  }

  private static long size(Found found) {
    try {
      return Files.size(found.path());
    } catch (IOException e) {
      return 0; // who reads it will say so
    }
  }

  /**
   * An archive in a file system that is none of ours.
   *
   * @param argument what the scan was asked to read
   * @param uri where it lies
   * @throws CensusException when its name is that of no archive
   */
  public static SingleSource archive(String argument, String uri, long size) {
    if (uri.endsWith(".deb")) {
      return new SingleSource(argument, Kind.DEB, uri, List.of(), size);
    }
    if (SourceFinder.TAR.matcher(uri).matches()) {
      return new SingleSource(argument, Kind.TAR, uri, List.of(), size);
    }
    throw new CensusException(
        uri + ": is neither .deb nor tar archive, and others are read from file: only");
  }

  /** The same where {@code file} is, which may be a copy. */
  Found at(Path file) {
    return switch (kind) {
      case DEB -> new Found.Deb(argument, file, name);
      case TAR -> new Found.Tar(argument, file, name);
      case IMAGE -> new Found.Image(argument, file);
      case FOLDER -> new Found.Folder(argument, file);
      case FILES -> new Found.Files(argument, file, files.stream().map(Path::of).toList());
    };
  }

  /** The tree that its files lie in. */
  String origin() {
    return switch (kind) {
      case DEB -> "packages";
      case FILES -> "files";
      default -> name;
    };
  }
}
