package dev.elfwright.fat.view;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.Slice;
import dev.elfwright.fat.TargetPattern;
import dev.elfwright.fat.erofs.Attribute;
import dev.elfwright.fat.erofs.Device;
import dev.elfwright.fat.erofs.ErofsImage;
import dev.elfwright.fat.erofs.Metadata;
import dev.elfwright.fat.erofs.Node;
import dev.elfwright.fat.linux.DirectoryEntry;
import dev.elfwright.fat.linux.FileStatus;
import dev.elfwright.fat.linux.Linux;
import dev.elfwright.fat.linux.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks through a tree for fat files. It stays on the root's file system, as the overlay does, and
 * follows no symbolic link. What vanishes while it looks was not there.
 */
final class TreeScan {
  private static final int MOST_LEVELS = 512;
  private static final int OPEN = Linux.READ_ONLY | Linux.CLOSE_ON_EXEC | Linux.NONBLOCKING;

  private final Linux linux;
  private final FatSniffer sniffer;
  private final SliceChoice choice;
  private final TargetPattern target;
  private final Extent extent;
  private final ViewProgress progress;

  private final List<Device> devices = new ArrayList<>();
  private final List<Integer> descriptors = new ArrayList<>();
  private final List<ServedFile> served = new ArrayList<>();
  private final List<Unserved> unserved = new ArrayList<>();
  private final Map<Long, Node> linked = new HashMap<>();
  private long device;
  private long seen;

  private TreeScan(Linux linux, ViewOptions options, ViewProgress progress) {
    this.linux = linux;
    this.sniffer = new FatSniffer(linux);
    this.choice = SliceChoice.of(options.target());
    this.target = options.target();
    this.extent = options.extent();
    this.progress = progress;
  }

  /**
   * Looks through the tree below an open folder.
   *
   * @throws SystemCallException when that folder cannot be read
   */
  static ScannedTree scan(Linux linux, int root, ViewOptions options, ViewProgress progress)
      throws SystemCallException {
    var scan = new TreeScan(linux, options, progress);
    boolean isDone = false;
    try {
      FileStatus status = linux.status(root);
      scan.device = status.device();
      Node.Directory tree =
          new Node.Directory(scan.metadata(root, status), scan.entries(root, "", 0));
      isDone = true;
      return new ScannedTree(
          tree, scan.devices, scan.descriptors, scan.served, scan.unserved, linux);
    } finally {
      if (!isDone) {
        scan.descriptors.forEach(linux::close);
      }
    }
  }

  private SortedMap<String, Node> entries(int folder, String path, int level)
      throws SystemCallException {
    SortedMap<String, Node> entries = new TreeMap<>();
    for (DirectoryEntry entry : linux.entries(folder)) {
      String below = path.isEmpty() ? entry.name() : path + "/" + entry.name();
      if (++seen % 256 == 0) {
        progress.update("looking for fat files", seen, 0);
      }
      try {
        node(folder, entry, below, level).ifPresent(node -> entries.put(entry.name(), node));
      } catch (SystemCallException e) {
        if (e.errno() != SystemCallException.ENOENT && e.errno() != SystemCallException.ELOOP) {
          unserved.add(new Unserved(below, String.valueOf(e.getMessage())));
        }
      }
    }
    return entries;
  }

  private Optional<Node> node(int folder, DirectoryEntry entry, String path, int level)
      throws SystemCallException {
    DirectoryEntry.Kind kind = entry.kind();
    if (kind == DirectoryEntry.Kind.UNKNOWN) {
      FileStatus status = linux.status(folder, entry.name());
      kind =
          status.isDirectory()
              ? DirectoryEntry.Kind.DIRECTORY
              : status.isFile()
                  ? DirectoryEntry.Kind.FILE
                  : status.isLink() ? DirectoryEntry.Kind.LINK : DirectoryEntry.Kind.OTHER;
    }
    return switch (kind) {
      case DIRECTORY -> opened(folder, entry, file -> directory(file, path, level + 1));
      case FILE -> file(folder, entry, path);
      case LINK -> link(folder, entry.name());
      case OTHER, UNKNOWN -> Optional.empty();
    };
  }

  private interface Reading {
    Optional<Node> read(int file) throws SystemCallException;
  }

  private Optional<Node> opened(int folder, DirectoryEntry entry, Reading reading)
      throws SystemCallException {
    int file = linux.open(folder, entry.name(), OPEN);
    try {
      return reading.read(file);
    } finally {
      linux.close(file);
    }
  }

  private Optional<Node> directory(int folder, String path, int level) throws SystemCallException {
    FileStatus status = linux.status(folder);
    if (status.device() != device) {
      return Optional.empty();
    }
    if (level > MOST_LEVELS) {
      unserved.add(new Unserved(path, "more than %d folders deep".formatted(MOST_LEVELS)));
      return Optional.empty();
    }
    SortedMap<String, Node> entries = entries(folder, path, level);
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(new Node.Directory(metadata(folder, status), entries));
  }

  /** Where the whole tree is shown, links are seen in the tree itself. */
  private Optional<Node> link(int folder, String name) throws SystemCallException {
    if (extent == Extent.WHOLE_TREE) {
      return Optional.empty();
    }
    FileStatus status = linux.status(folder, name);
    var metadata = new Metadata(0777, status.owner(), status.group(), status.modified(), List.of());
    return Optional.of(new Node.Symlink(metadata, linux.linkTarget(folder, name)));
  }

  private Optional<Node> file(int folder, DirectoryEntry entry, String path)
      throws SystemCallException {
    int file = linux.open(folder, entry.name(), OPEN);
    boolean isKept = false;
    try {
      if (!sniffer.mayBeFat(file)) {
        return Optional.empty();
      }
      FileStatus status = linux.status(file);
      if (!status.isFile() || status.device() != device) {
        return Optional.empty();
      }
      Node link = linked.get(status.inode());
      if (link != null) {
        served.add(new ServedFile(path, status));
        return Optional.of(link);
      }
      Optional<Node> node = fatFile(file, status, path);
      isKept = node.isPresent();
      return node;
    } finally {
      if (!isKept) {
        linux.close(file);
      }
    }
  }

  private Optional<Node> fatFile(int file, FileStatus status, String path)
      throws SystemCallException {
    String opened = "/proc/self/fd/" + file;
    FatFile fat;
    try {
      fat = FatFile.open(Path.of(opened));
    } catch (ElfFormatException e) {
      unserved.add(new Unserved(path, withoutName(String.valueOf(e.getMessage()), opened)));
      return Optional.empty();
    } catch (IOException e) {
      unserved.add(new Unserved(path, "cannot be read: " + e.getMessage()));
      return Optional.empty();
    }
    Optional<Slice> slice = fat.isFat() ? choice.in(fat) : Optional.empty();
    if (slice.isEmpty()) {
      if (fat.isFat()) {
        unserved.add(new Unserved(path, "no slice for " + target + "; there are " + names(fat)));
      }
      return Optional.empty();
    }
    return mapped(file, status, path, slice.get());
  }

  private static String withoutName(String message, String name) {
    return message.startsWith(name + ": ") ? message.substring(name.length() + 2) : message;
  }

  private static String names(FatFile fat) {
    return fat.slices().stream().map(fat::nameOf).collect(Collectors.joining(", "));
  }

  private Optional<Node> mapped(int file, FileStatus status, String path, Slice slice)
      throws SystemCallException {
    if (slice.offset() % ErofsImage.BLOCK != 0) {
      unserved.add(
          new Unserved(
              path,
              "the slice begins at %d, no multiple of %d; 'elfwright fat align' puts it there"
                  .formatted(slice.offset(), ErofsImage.BLOCK)));
      return Optional.empty();
    }
    Node node =
        new Node.MappedFile(
            metadata(file, status),
            devices.size(),
            slice.offset(),
            slice.size(),
            end(file, status, slice));
    devices.add(new Device(status.size()));
    descriptors.add(file);
    served.add(new ServedFile(path, status));
    if (status.links() > 1) {
      linked.put(status.inode(), node);
    }
    return Optional.of(node);
  }

  /** The slice's end where the file ends within a block of it, see {@link Node.MappedFile}. */
  private byte[] end(int file, FileStatus status, Slice slice) throws SystemCallException {
    long lastBlock = (slice.end() + ErofsImage.BLOCK - 1) / ErofsImage.BLOCK;
    if (lastBlock <= status.size() / ErofsImage.BLOCK) {
      return new byte[0];
    }
    byte[] end = new byte[(int) (slice.size() % Node.MappedFile.END)];
    int got = linux.read(file, end, end.length, slice.end() - end.length);
    if (got < end.length) {
      throw new SystemCallException("read", SystemCallException.ENOENT, "the file shrank");
    }
    return end;
  }

  private Metadata metadata(int file, FileStatus status) throws SystemCallException {
    List<Attribute> attributes = new ArrayList<>();
    for (String name : linux.attributes(file)) {
      // An overlay's own notes mean something only in the folder that they are about.
      if (!name.startsWith("trusted.overlay.") && !name.startsWith("user.overlay.")) {
        Attribute.of(name, linux.attribute(file, name)).ifPresent(attributes::add);
      }
    }
    return new Metadata(
        status.permissions(), status.owner(), status.group(), status.modified(), attributes);
  }
}
