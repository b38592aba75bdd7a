package dev.elfwright.link.fuse;

import static java.util.Objects.requireNonNull;

import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Something the recorded link depends on, as the guard compares it at each start. */
public sealed interface Input {
  /** The path. */
  Path path();

  /** Whether it still is so, by the guard's comparison. */
  default boolean holds() {
    try {
      return switch (this) {
        case Present p -> Stamp.of(p.path()).equals(p.stamp());
        case Absent a -> !Files.exists(a.path());
        case Folder f -> Stamp.of(f.path()).sameListing(f.stamp());
        case Cache c ->
            Stamp.of(c.path()).equals(c.stamp())
                || CacheDigest.of(c.path(), c.names()).equals(OptionalLong.of(c.digest()));
      };
    } catch (IOException e) {
      return false;
    }
  }

  /** A file that must still be this one, unchanged. */
  record Present(Path path, Stamp stamp) implements Input {}

  /** A file that must not exist: the search would end there. */
  record Absent(Path path) implements Input {}

  /**
   * ld.so.cache: this file, or one that says the same of these libraries.
   *
   * @param names of libraries, sorted
   * @param digest what it says of them
   */
  record Cache(Path path, Stamp stamp, List<String> names, long digest) implements Input {}

  /** A folder in which nothing may have been added or removed. */
  record Folder(Path path, Stamp stamp) implements Input {}

  /**
   * What statx tells of a file.
   *
   * @param device st_dev, in glibc's encoding
   * @param inode st_ino
   * @param size bytes
   * @param modified last change of the contents
   * @param changed last change of contents or attributes
   */
  record Stamp(long device, long inode, long size, Instant modified, Instant changed) {
    static Stamp of(Path path) throws IOException {
      Map<String, Object> a =
          Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,ctime");
      return new Stamp(
          (Long) requireNonNull(a.get("dev")),
          (Long) requireNonNull(a.get("ino")),
          (Long) requireNonNull(a.get("size")),
          ((FileTime) requireNonNull(a.get("lastModifiedTime"))).toInstant(),
          ((FileTime) requireNonNull(a.get("ctime"))).toInstant());
    }

    /** The inverse of {@link #major} and {@link #minor}. */
    static long device(long major, long minor) {
      return (major & 0xfff) << 8 | (major & ~0xfffL) << 32 | minor & 0xff | (minor & ~0xffL) << 12;
    }

    /** Whether nothing was added to or removed from the folder since. */
    boolean sameListing(Stamp then) {
      return device == then.device && inode == then.inode && modified.equals(then.modified);
    }

    /** The encoding of glibc's gnu_dev_major (sysdeps/unix/sysv/linux/sys/sysmacros). */
    long major() {
      return device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
    }

    long minor() {
      return device & 0xff | device >>> 12 & ~0xffL;
    }
  }

  /**
   * Above this many names that must not exist in one folder, the folder itself is watched, unless
   * the fused file is written there.
   */
  int NAMES_PER_FOLDER = 16;

  /**
   * All inputs of a link.
   *
   * @param since when reading began: a file changed later may not be what was read
   * @param out where the fused file will be
   */
  static List<Input> of(LoadGraph graph, Instant since, Path out) throws IOException, FuseRefusal {
    List<Input> inputs = new ArrayList<>();
    Set<Path> files = new LinkedHashSet<>();
    graph.objects().stream().map(LoadedObject::path).forEach(files::add);
    graph.loader().map(LoadedObject::path).ifPresent(files::add);
    files.addAll(graph.rejected());
    for (Path p : files) {
      inputs.add(new Present(p.toAbsolutePath(), stamp(p, since)));
    }
    Path cache = graph.environment().cache();
    if (Files.exists(cache)) {
      Stamp s = stamp(cache, since);
      List<String> names =
          graph.objects().stream()
              .flatMap(o -> o.dynamic().needed().stream())
              .sorted()
              .distinct()
              .toList();
      OptionalLong digest = CacheDigest.of(cache, names);
      inputs.add(
          digest.isPresent()
              ? new Cache(cache, s, names, digest.getAsLong())
              : new Present(cache, s));
    }
    inputs.add(new Absent(Path.of("/etc/ld.so.preload")));
    addAbsent(graph.absent(), requireNonNull(out.toAbsolutePath().normalize().getParent()), inputs);
    return inputs;
  }

  private static Stamp stamp(Path p, Instant since) throws IOException, FuseRefusal {
    Stamp s = Stamp.of(p);
    if (!s.changed().isBefore(since)) {
      throw new FuseRefusal(p + ": was changed while it was being read; try again");
    }
    return s;
  }

  private static void addAbsent(List<Path> absent, Path home, List<Input> inputs)
      throws IOException {
    Map<Path, Set<Path>> byFolder = new LinkedHashMap<>();
    for (Path p : absent) {
      Path missing = p.toAbsolutePath();
      while (missing.getParent() != null
          && !Files.exists(missing.getParent(), LinkOption.NOFOLLOW_LINKS)) {
        missing = missing.getParent();
      }
      byFolder
          .computeIfAbsent(requireNonNull(missing.getParent()), _ -> new LinkedHashSet<>())
          .add(missing);
    }
    for (Map.Entry<Path, Set<Path>> e : byFolder.entrySet()) {
      if (e.getValue().size() > NAMES_PER_FOLDER
          && !e.getKey().equals(home)
          && Files.isDirectory(e.getKey())) {
        inputs.add(new Folder(e.getKey(), Stamp.of(e.getKey())));
      } else {
        e.getValue().forEach(p -> inputs.add(new Absent(p)));
      }
    }
  }
}
