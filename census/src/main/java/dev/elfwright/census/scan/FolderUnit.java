package dev.elfwright.census.scan;

import dev.elfwright.census.facts.Digests;
import dev.elfwright.census.facts.Rows;
import dev.elfwright.packages.InstalledPackage;
import dev.elfwright.packages.PackageFile;
import dev.elfwright.packages.PackageFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A folder, or a list of files, as a unit that many tasks read. Its key is made of all names, modes
 * and stamps, so a folder in which nothing has changed is known without being read.
 */
final class FolderUnit {
  private static final int FILES = 200;
  private static final long BYTES = 32L << 20;

  private final String kind;
  private final Path root;
  private final String origin;
  private final Listing listing;
  private final String key;
  private final AtomicLong bytes = new AtomicLong();

  FolderUnit(String kind, Path root, String origin, Listing listing) {
    this.kind = kind;
    this.root = root;
    this.origin = origin;
    this.listing = listing;
    this.key = key(origin, listing);
  }

  private static String key(String origin, Listing listing) {
    MessageDigest digest = Digests.sha256();
    digest.update(origin.getBytes(StandardCharsets.UTF_8));
    for (Listing.Entry e : listing.entries()) {
      String line =
          "\n%s\t%o\t%s\t%s"
              .formatted(e.file().path(), e.file().mode(), e.file().linkTarget(), e.stamp());
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Digests.hex(digest);
  }

  String key() {
    return key;
  }

  String origin() {
    return origin;
  }

  /** Who owns its files. */
  Owners owners() throws IOException {
    return kind.equals("folder") ? Owners.of(root) : Owners.NOBODY;
  }

  /** Its files in pieces. */
  List<Task> tasks(Map<String, ContentReader.Content> unchanged, Owners owners) {
    List<Task> tasks = new ArrayList<>();
    List<Listing.Entry> piece = new ArrayList<>();
    long size = 0;
    for (Listing.Entry entry : listing.entries()) {
      piece.add(entry);
      size += isUnchanged(entry, unchanged) ? 0 : entry.file().size();
      if (piece.size() == FILES || size > BYTES) {
        tasks.add(new Piece(List.copyOf(piece), size, unchanged, owners));
        piece.clear();
        size = 0;
      }
    }
    tasks.add(new Piece(List.copyOf(piece), size, unchanged, owners));
    return tasks;
  }

  private static boolean isUnchanged(
      Listing.Entry entry, Map<String, ContentReader.Content> unchanged) {
    return unchanged.containsKey(Owners.key(entry.file().path(), entry.stamp()));
  }

  /** What belongs to the unit as a whole. To be added when all of its tasks have been written. */
  void finish(Rows rows) {
    for (Listing.Failure f : listing.failures()) {
      rows.add("errors", key, f.path(), "", "unreadable", f.message());
    }
    try {
      if (Files.exists(root.resolve(Owners.STATUS)) && kind.equals("folder")) {
        for (InstalledPackage p : InstalledPackage.allOf(root)) {
          PackageRows.add(key, origin, p.description(), rows);
        }
      }
    } catch (IOException | PackageFormatException e) {
      rows.add(
          "errors", key, "/" + Owners.STATUS, "", "unreadable", String.valueOf(e.getMessage()));
    }
    rows.add(
        "units",
        key,
        origin,
        kind,
        root.toString(),
        key,
        (long) listing.entries().size(),
        bytes.get());
  }

  /** Some of the files. */
  private final class Piece implements Task {
    private final List<Listing.Entry> entries;
    private final long size;
    private final Map<String, ContentReader.Content> unchanged;
    private final Owners owners;

    Piece(
        List<Listing.Entry> entries,
        long size,
        Map<String, ContentReader.Content> unchanged,
        Owners owners) {
      this.entries = entries;
      this.size = size;
      this.unchanged = unchanged;
      this.owners = owners;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void run(Worker worker) {
      for (Listing.Entry entry : entries) {
        PackageFile file = entry.file();
        ContentReader.Content content = ContentReader.NOTHING;
        if (file.kind() == PackageFile.Kind.REGULAR) {
          ContentReader.Content old = unchanged.get(Owners.key(file.path(), entry.stamp()));
          content = old == null ? read(entry, worker) : old;
          bytes.addAndGet(content.size());
        }
        String owner = owners.of(file.path());
        FileRow.add(key, origin, owner, file, content, entry.stamp(), worker.rows());
        worker.flushIfFull();
      }
      worker.done(size);
    }

    private ContentReader.Content read(Listing.Entry entry, Worker worker) {
      String path = entry.file().path();
      try (var in = SafeOpen.stream(entry.path())) {
        ContentReader.Content content = worker.reader().read(key, path, entry.file().size(), in);
        worker.unpacked(content.size());
        LoaderPaths.add(key, origin, path, worker.reader(), worker.rows());
        return content;
      } catch (IOException e) {
        worker.rows().add("errors", key, path, "", "unreadable", e.toString());
        return new ContentReader.Content("", "unreadable", 0);
      }
    }
  }
}
