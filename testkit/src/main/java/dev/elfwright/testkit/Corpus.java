package dev.elfwright.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The files of this machine. */
public final class Corpus {
  private Corpus() {}

  /**
   * Every regular ELF file below a folder, symbolic links left out, in the order of their names.
   */
  public static List<Path> elfFiles(Path root) throws IOException {
    return files(root, new byte[] {0x7f, 'E', 'L', 'F'});
  }

  /** Every archive of objects below a folder. */
  public static List<Path> archives(Path root) throws IOException {
    return files(root, new byte[] {'!', '<', 'a', 'r', 'c', 'h', '>', '\n'}).stream()
        .filter(f -> f.toString().endsWith(".a"))
        .toList();
  }

  private static List<Path> files(Path root, byte[] magic) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                && attributes.size() > magic.length
                && startsWith(file, magic)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  private static boolean startsWith(Path file, byte[] magic) {
    try (InputStream in = Files.newInputStream(file)) {
      return java.util.Arrays.equals(in.readNBytes(magic.length), magic);
    } catch (IOException e) {
      return false; // not readable by this user: not part of the corpus
    }
  }
}
