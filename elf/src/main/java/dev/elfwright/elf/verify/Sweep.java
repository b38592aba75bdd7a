package dev.elfwright.elf.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Checks many files, on all processors. */
public final class Sweep {
  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

  private Sweep() {}

  /**
   * The files to check: what is named itself, and every regular ELF file below a folder in the
   * order of names. Symbolic links in folders, and what cannot be read there, are left out.
   *
   * @throws IOException when a name is neither a file nor a folder
   */
  public static List<Path> files(List<Path> roots) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path root : roots) {
      if (Files.isDirectory(root)) {
        found.addAll(below(root));
      } else {
        found.add(root);
      }
    }
    return found;
  }

  private static List<Path> below(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && isElf(file)) {
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

  /** Whether a file can be read and begins with the magic number. */
  static boolean isElf(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Checks files, in parallel; what was found comes in the order of the files.
   *
   * @param progress is told how many files are done, by any thread
   * @throws IOException when a file cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when a file does not begin as ELF files do
   */
  public static List<Findings> verify(List<Path> files, IntConsumer progress) throws IOException {
    AtomicInteger done = new AtomicInteger();
    try {
      return files.parallelStream()
          .map(file -> {
            Findings findings = verify(file);
            progress.accept(done.incrementAndGet());
            return findings;
          })
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Findings verify(Path file) {
    try {
      return Verifier.verify(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
