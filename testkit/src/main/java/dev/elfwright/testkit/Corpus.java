package dev.elfwright.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The files of this machine. */
public final class Corpus {
  /** Opening every file below /usr takes seconds. */
  private static final Map<Object, List<Path>> FOUND = new ConcurrentHashMap<>();

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
    record Search(Path root, String magic) {}
    Search search = new Search(root, new String(magic, StandardCharsets.ISO_8859_1));
    List<Path> known = FOUND.get(search);
    if (known == null) {
      known = List.copyOf(search(root, magic));
      FOUND.put(search, known);
    }
    return known;
  }

  private static List<Path> search(Path root, byte[] magic) throws IOException {
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
