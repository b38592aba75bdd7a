package dev.elfwright.census.store;

import dev.elfwright.census.CensusException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A census's folder.
 *
 * <ul>
 *   <li>{@code census}: one line, the format's version
 *   <li>{@code parts/NAME/TABLE.parquet}: rows, added by renaming a whole folder
 *   <li>{@code generations/N/}: which parts a finished scan consists of, its sources, and what the
 *       loader would find
 *   <li>{@code current}: the number of the generation that readers see
 *   <li>{@code work/}: what is not finished; emptied by the next scan
 *   <li>{@code lock}: held by the scan that writes
 * </ul>
 *
 * @param root the folder
 */
public record CensusFolder(Path root) {
  /** What file {@code census} holds. */
  public static final String VERSION = "elfwright census 1\n";

  /** Makes the path absolute, so that no change of the working directory moves it. */
  public CensusFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** A scan's hold of the folder. */
  public record Lock(FileChannel channel, FileLock lock) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /**
   * Makes the folder where there is none, and locks it.
   *
   * @throws CensusException when it holds something else, is of another version, or another scan
   *     writes to it
   */
  public Lock lock() throws IOException {
    if (!Files.exists(marker())) {
      if (Files.isDirectory(root) && !isEmptyBut(root, "lock")) {
        throw new CensusException(root + ": is a folder with other files in it, and no census");
      }
      Files.createDirectories(root);
    }
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        prepare();
        return new Lock(channel, lock);
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process; the same message.
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new CensusException(root + ": another scan is writing into this folder");
  }

  private static boolean isEmptyBut(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(f -> f.getFileName().toString().equals(name));
    }
  }

  private void prepare() throws IOException {
    if (!Files.exists(marker())) {
      replace(marker(), VERSION);
    }
    requireVersion();
    Files.createDirectories(parts());
    Files.createDirectories(generations());
    deleteTree(work());
    Files.createDirectories(work());
  }

  /**
   * Checks that it is a census of this version.
   *
   * @throws CensusException when it is not
   */
  public void requireVersion() throws IOException {
    String found;
    try {
      found = Files.readString(marker());
    } catch (NoSuchFileException e) {
      throw new CensusException(root + ": is no census; 'census scan SOURCE -o DIR' makes one");
    }
    if (!found.equals(VERSION)) {
      throw new CensusException(
          "%s: is '%s', expected '%s'".formatted(root, found.strip(), VERSION.strip()));
    }
  }

  private Path marker() {
    return root.resolve("census");
  }

  /** Finished rows. */
  public Path parts() {
    return root.resolve("parts");
  }

  /** Unfinished ones. */
  public Path work() {
    return root.resolve("work");
  }

  private Path generations() {
    return root.resolve("generations");
  }

  /** A generation's folder. */
  public Path generation(long number) {
    return generations().resolve(Long.toString(number));
  }

  /** The generation that readers see, if a scan has ended. */
  public Optional<Generation> current() throws IOException {
    requireVersion();
    Path file = root.resolve("current");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(Generation.read(this, Long.parseLong(Files.readString(file).strip())));
  }

  /** Shows readers another generation, and removes what no longer belongs to any. */
  public void show(Generation generation) throws IOException {
    replace(root.resolve("current"), generation.number() + "\n");
    for (Path part : children(parts())) {
      if (!generation.parts().contains(part.getFileName().toString())) {
        deleteTree(part);
      }
    }
    for (Path other : children(generations())) {
      if (!other.equals(generation(generation.number()))) {
        deleteTree(other);
      }
    }
    deleteTree(work());
  }

  /** Names of all parts, whether a generation has them or not. */
  public List<String> allParts() throws IOException {
    return children(parts()).stream().map(p -> p.getFileName().toString()).toList();
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Writes beside and renames. */
  static void replace(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(beside, text);
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Links are removed, not followed. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(all::add);
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
