package dev.elfwright.fat.view;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.Slice;
import dev.elfwright.fat.linux.FileStatus;
import dev.elfwright.fat.linux.Linux;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A tree of fat files as its thin tree for one target, at any moment: for file systems in user
 * space. Paths begin with a slash, at the tree's root. Safe for use by several threads.
 */
public final class LiveTree {
  private static final int FATELF = 0xfa700e1f;
  private static final int ELF = 0x7f454c46;

  /** When it is exceeded everything is forgotten; a tree of fat files has less. */
  private static final int MOST_KNOWN = 100_000;

  private final Path root;
  private final SliceChoice choice;
  private final Map<FileStatus, Optional<Slice>> slices = new ConcurrentHashMap<>();

  /** The tree that a view is asked for. */
  public LiveTree(ViewOptions options) {
    this.root = options.root();
    this.choice = SliceChoice.of(options.target());
  }

  /** The status of a file, with the size of the slice. */
  public FileStatus status(String path) throws IOException {
    Path file = file(path);
    FileStatus status = FileStatus.of(file);
    if (!status.isFile()) {
      return status;
    }
    return slice(file, status).map(slice -> withSize(status, slice.size())).orElse(status);
  }

  /** Opens a file. */
  public LiveFile open(String path) throws IOException {
    Path file = file(path);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      Optional<Slice> slice = slice(file, FileStatus.of(file));
      return slice.isPresent()
          ? new LiveFile(channel, slice.get().offset(), slice.get().size())
          : new LiveFile(channel, 0, Long.MAX_VALUE / 2);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The names in a folder. */
  public List<String> entries(String path) throws IOException {
    try (Stream<Path> entries = Files.list(file(path))) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
    }
  }

  /** The target of a symbolic link. */
  public String linkTarget(String path) throws IOException {
    return Files.readSymbolicLink(file(path)).toString();
  }

  /** The names of a file's extended attributes. */
  public List<String> attributes(String path) throws IOException {
    return reading(path, Linux::attributes, List.of());
  }

  /** The value of an extended attribute. */
  public byte[] attribute(String path, String name) throws IOException {
    return reading(path, (linux, file) -> linux.attribute(file, name), new byte[0]);
  }

  private interface Reading<T> {
    T read(Linux linux, int file) throws IOException;
  }

  /** Links have no attributes that an ordinary user could see. */
  private <T> T reading(String path, Reading<T> reading, T ofLink) throws IOException {
    Path file = file(path);
    if (FileStatus.of(file).isLink()) {
      return ofLink;
    }
    try (var linux = new Linux()) {
      int descriptor =
          linux.open(file.toString(), Linux.READ_ONLY | Linux.CLOSE_ON_EXEC | Linux.NONBLOCKING);
      try {
        return reading.read(linux, descriptor);
      } finally {
        linux.close(descriptor);
      }
    }
  }

  private Path file(String path) {
    return root.resolve(path.substring(1));
  }

  private Optional<Slice> slice(Path file, FileStatus status) throws IOException {
    Optional<Slice> known = slices.get(status);
    if (known != null) {
      return known;
    }
    Optional<Slice> slice = read(file);
    if (slices.size() > MOST_KNOWN) {
      slices.clear();
    }
    slices.put(status, slice);
    return slice;
  }

  private Optional<Slice> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer magic = ByteBuffer.allocate(4);
      if (channel.read(magic) < 4 || magic.getInt(0) != FATELF && magic.getInt(0) != ELF) {
        return Optional.empty();
      }
    }
    try {
      FatFile fat = FatFile.open(file);
      return fat.isFat() ? choice.in(fat) : Optional.empty();
    } catch (ElfFormatException e) {
      return Optional.empty(); // shown as it is, like any other file
    }
  }

  private static FileStatus withSize(FileStatus s, long size) {
    return new FileStatus(
        s.device(),
        s.inode(),
        s.mode(),
        s.links(),
        s.owner(),
        s.group(),
        size,
        s.modified(),
        s.changed());
  }
}
