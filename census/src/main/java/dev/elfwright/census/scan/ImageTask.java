package dev.elfwright.census.scan;

import dev.elfwright.census.facts.Digests;
import dev.elfwright.census.store.JsonTree;
import dev.elfwright.census.store.Sources.Source;
import dev.elfwright.packages.PackageFile;
import dev.elfwright.packages.PackageFormatException;
import dev.elfwright.packages.PackageVisitor;
import dev.elfwright.packages.TarFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of an OCI image layout (OCI Image Format Specification 1.1, "Image Layout" and
 * "Layer"): {@code index.json} names manifests, these name layers, the lowest first. Layers are
 * read from the top down, so that what an upper one replaces or whites out is never read.
 */
final class ImageTask implements Task {
  private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final long LARGEST_DOCUMENT = 4 << 20;
  private static final int DEEPEST = 4;

  private final Found found;
  private final String stamp;
  private final KnownUnits units;
  private final long size;

  /** One whose stamp is that of all files of the layout. */
  static ImageTask of(Found found, Listing listing, KnownUnits units) {
    StringBuilder stamps = new StringBuilder();
    listing.entries().forEach(e -> stamps.append(e.file().path()).append(e.stamp()));
    long size = listing.entries().stream().mapToLong(e -> e.file().size()).sum();
    return new ImageTask(found, Digests.hex(stamps.toString()), size, units);
  }

  String stamp() {
    return stamp;
  }

  private ImageTask(Found found, String stamp, long size, KnownUnits units) {
    this.found = found;
    this.stamp = stamp;
    this.size = size;
    this.units = units;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void run(Worker worker) {
    String origin = found.path().toString();
    Set<String> manifests = new LinkedHashSet<>();
    try {
      collect(document(found.path().resolve("index.json")), 0, new HashSet<>(), manifests);
    } catch (IOException | PackageFormatException e) {
      malformed(Digests.hex(origin + stamp), String.valueOf(e.getMessage()), worker);
    }
    for (String manifest : manifests) {
      // Where there are several, each is a tree of its own.
      String tree = manifests.size() == 1 ? origin : origin + "@" + manifest;
      String unit = Digests.hex(tree + "\n" + manifest);
      try {
        if (units.begin(unit)) {
          UnitVisitor visitor = new UnitVisitor(unit, tree, worker);
          read(manifest, visitor);
          visitor.finish("image", origin, stamp);
        }
        units.add(new Source(found.argument(), origin, stamp, unit));
      } catch (IOException | PackageFormatException e) {
        malformed(unit, String.valueOf(e.getMessage()), worker);
      }
    }
    worker.done(size);
    worker.flushIfFull();
  }

  private void malformed(String unit, String message, Worker worker) {
    String key = Malformed.key(unit);
    String path = found.path().toString();
    if (units.begin(key)) {
      Malformed.add(key, path, path, stamp, "archive", message, worker.rows());
    }
    units.add(new Source(found.argument(), path, stamp, key));
  }

  /**
   * Manifests, also those of indexes that an index names. Each document is read once: indexes that
   * name one another some thousand times would never come to an end.
   */
  private void collect(@Nullable Object index, int depth, Set<String> read, Set<String> manifests)
      throws IOException {
    for (String digest : JsonTree.texts(index, "manifests", "digest")) {
      if (!read.add(digest)) {
        continue;
      }
      Object named = document(checked(digest));
      if (JsonTree.texts(named, "manifests", "digest").isEmpty() || depth == DEEPEST) {
        manifests.add(digest);
      } else {
        collect(named, depth + 1, read, manifests);
      }
    }
  }

  private @Nullable Object document(Path file) throws IOException {
    if (Files.size(file) > LARGEST_DOCUMENT) {
      throw new PackageFormatException(
          file.toString(), "a document of more than %d bytes".formatted(LARGEST_DOCUMENT));
    }
    return JsonTree.read(file.toString(), Files.readString(file));
  }

  private Path blob(String digest) {
    var matcher = DIGEST.matcher(digest);
    if (!matcher.matches()) {
      throw new PackageFormatException(
          found.path().toString(), "digest '" + digest + "', expected sha256 and 64 digits");
    }
    return found.path().resolve("blobs/sha256").resolve(matcher.group(1));
  }

  /** A blob that is what its name says. */
  private Path checked(String digest) throws IOException {
    Path blob = blob(digest);
    MessageDigest sha = Digests.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(blob), sha)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    if (!digest.equals("sha256:" + Digests.hex(sha))) {
      throw new PackageFormatException(blob.toString(), "its content has another digest");
    }
    return blob;
  }

  private void read(String manifest, UnitVisitor visitor) throws IOException {
    List<String> layers = JsonTree.texts(document(blob(manifest)), "layers", "digest");
    Merged merged = new Merged(visitor);
    // A layer that is there once more has nothing that its upper one does not hide.
    for (String layer : new LinkedHashSet<>(layers.reversed())) {
      new TarFile(checked(layer)).read(merged);
      merged.nextLayer();
    }
  }

  /** Lets through what no upper layer replaces. */
  private static final class Merged implements PackageVisitor {
    private final UnitVisitor visitor;
    private final Map<String, PackageFile.Kind> seen = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<String> emptied = new HashSet<>();
    private final Map<String, PackageFile.Kind> here = new HashMap<>();
    private final Set<String> goneHere = new HashSet<>();
    private final Set<String> emptiedHere = new HashSet<>();

    Merged(UnitVisitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void file(PackageFile file, InputStream content) throws IOException {
      String path = file.path();
      int slash = path.lastIndexOf('/');
      String name = path.substring(slash + 1);
      if (name.equals(OPAQUE)) {
        emptiedHere.add(path.substring(0, slash));
      } else if (name.startsWith(WHITEOUT)) {
        goneHere.add(path.substring(0, slash + 1) + name.substring(WHITEOUT.length()));
      } else if (!isHidden(path) && here.put(path, file.kind()) == null) {
        visitor.file(file, content);
      }
    }

    private boolean isHidden(String path) {
      if (seen.containsKey(path) || gone.contains(path)) {
        return true;
      }
      for (int at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1)) {
        String above = path.substring(0, at);
        if (gone.contains(above)
            || emptied.contains(above)
            || seen.getOrDefault(above, PackageFile.Kind.FOLDER) != PackageFile.Kind.FOLDER) {
          return true;
        }
      }
      return false;
    }

    void nextLayer() {
      seen.putAll(here);
      gone.addAll(goneHere);
      emptied.addAll(emptiedHere);
      here.clear();
      goneHere.clear();
      emptiedHere.clear();
    }
  }
}
