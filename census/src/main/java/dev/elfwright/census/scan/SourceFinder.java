package dev.elfwright.census.scan;

import dev.elfwright.census.CensusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says what the arguments of a scan stand for. */
final class SourceFinder {
  static final Pattern TAR = Pattern.compile(".*\\.(tar|tgz|txz|tar\\.(gz|xz|zst|bz2|lz4|lzma))");
  private static final byte[] AR = "!<arch>\ndebian-binary".getBytes(StandardCharsets.US_ASCII);

  private final List<Found> found = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();

  private SourceFinder() {}

  /**
   * Everything to read.
   *
   * @param arguments paths; see {@link dev.elfwright.census.Scan}
   * @throws NoSuchFileException when there is nothing at one of them
   */
  static List<Found> find(List<Path> arguments) throws IOException {
    SourceFinder finder = new SourceFinder();
    for (Path argument : arguments) {
      finder.add(argument.toAbsolutePath().normalize());
    }
    if (!finder.files.isEmpty()) {
      finder.found.add(new Found.Files("files", Path.of("/"), finder.files));
    }
    return finder.found;
  }

  private void add(Path path) throws IOException {
    String name = path.toString();
    if (!Files.exists(path)) {
      throw new NoSuchFileException(name);
    }
    if (!Files.isDirectory(path)) {
      if (!Files.isRegularFile(path)) {
        throw new CensusException(path + ": is neither file nor folder");
      }
      if (isDeb(path)) {
        found.add(new Found.Deb(name, path));
      } else if (TAR.matcher(name).matches()) {
        found.add(new Found.Tar(name, path));
      } else {
        files.add(path);
      }
    } else if (Files.isRegularFile(path.resolve("oci-layout"))) {
      found.add(new Found.Image(name, path));
    } else if (isArchive(path)) {
      debs(path).forEach(deb -> found.add(new Found.Deb(name, deb)));
    } else {
      found.add(new Found.Folder(name, path));
    }
  }

  private static boolean isDeb(Path path) {
    if (path.toString().endsWith(".deb")) {
      return true;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(AR.length), AR);
    } catch (IOException e) {
      return false; // whoever reads the file will say so
    }
  }

  /** A mirror has a pool; apt's cache and the like have packages directly in them. */
  private static boolean isArchive(Path folder) throws IOException {
    if (Files.isDirectory(folder.resolve("pool"))) {
      return true;
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.anyMatch(f -> f.toString().endsWith(".deb") && Files.isRegularFile(f));
    }
  }

  /** Links to folders are not followed, so no loop of them does harm. */
  private static List<Path> debs(Path folder) throws IOException {
    List<Path> debs = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".deb") && Files.isRegularFile(file)) {
              debs.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    debs.sort(null);
    return debs;
  }
}
