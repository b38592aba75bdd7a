package dev.elfwright.census.scan;

import dev.elfwright.census.ScanProgress;
import dev.elfwright.census.Tables;
import dev.elfwright.census.load.Resolution;
import dev.elfwright.census.store.CensusFolder;
import dev.elfwright.census.store.Duck;
import dev.elfwright.census.store.Generation;
import dev.elfwright.census.store.Merge;
import dev.elfwright.census.store.PartWriter;
import dev.elfwright.census.store.PendingGeneration;
import dev.elfwright.census.store.Sources;
import dev.elfwright.census.store.Sources.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One scan from its arguments to the generation that readers see. */
public final class ScanRun {
  private static final int DATABASE_MIB = 640;

  /**
   * When all has been read, nobody else needs memory. What sorting has to put on the disk takes
   * longer.
   */
  private static final int MERGE_MIB = 1024;

  private static final long ROWS_IN_MEMORY = 192L << 20;

  private final CensusFolder folder;
  private final ScanProgress progress;
  private final int threads;
  private final KnownUnits units = new KnownUnits();
  private final KnownContents contents = new KnownContents();
  private final List<FolderUnit> folders = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();

  /** A scan that writes into a folder. */
  public ScanRun(CensusFolder folder, ScanProgress progress, int threads) {
    this.folder = folder;
    this.progress = progress;
    this.threads = threads;
  }

  /**
   * Scans.
   *
   * @return bytes of content that were read, for 0 nothing had changed
   */
  public long of(List<Path> arguments) throws IOException {
    try (CensusFolder.Lock _ = folder.lock()) {
      progress.step("finding sources");
      List<Found> found = SourceFinder.find(arguments);
      Optional<Generation> last = folder.current();
      long unpacked = 0;
      try (Duck duck = Duck.start(DATABASE_MIB, 1, folder.work().resolve("overflow"))) {
        List<Source> before = knownUnits(duck, last);
        plan(found, duck);
        if (!tasks.isEmpty()) {
          unpacked = read(duck);
        }
        List<Source> sources = merged(before, found);
        if (tasks.isEmpty()
            && last.isPresent()
            && new HashSet<>(before).equals(new HashSet<>(sources))) {
          return 0;
        }
        duck.run("SET threads=" + threads);
        duck.run("SET memory_limit='%d MiB'".formatted(MERGE_MIB));
        finish(duck, last, sources);
      }
      return unpacked;
    }
  }

  /** What parts have, be they of a finished scan or not, and what the last scan's sources were. */
  private List<Source> knownUnits(Duck duck, Optional<Generation> last) throws IOException {
    Merge.view(duck, folder, "units");
    duck.query(
        "SELECT path, stamp, unit FROM units",
        r -> units.known(r.getString(1), r.getString(2), r.getString(3)));
    List<Source> before = new ArrayList<>();
    if (last.isPresent()) {
      duck.view(Sources.TABLE, last.get().sources());
      duck.query(
          "SELECT argument, path, stamp, unit FROM sources",
          r ->
              before.add(
                  new Source(r.getString(1), r.getString(2), r.getString(3), r.getString(4))));
      before.forEach(s -> units.known(s.path(), s.stamp(), s.unit()));
    }
    return before;
  }

  private void plan(List<Found> found, Duck duck) throws IOException {
    for (Found f : found) {
      switch (f) {
        case Found.Deb _, Found.Tar _ -> {
          String stamp = Stamp.of(f.path());
          if (isNew(f, stamp)) {
            tasks.add(new ArchiveTask(f, stamp, Files.size(f.path()), units));
          }
        }
        case Found.Image _ -> {
          ImageTask task = ImageTask.of(f, Listing.of(f.path(), Set.of(folder.root())), units);
          if (isNew(f, task.stamp())) {
            tasks.add(task);
          }
        }
        case Found.Folder _ -> {
          progress.step("listing " + f.path());
          Listing listing = Listing.of(f.path(), Set.of(folder.root()));
          plan(f, new FolderUnit("folder", f.path(), f.path().toString(), listing), duck);
        }
        case Found.Files(_, Path path, List<Path> files) ->
            plan(f, new FolderUnit("files", path, "files", Listing.of(files)), duck);
      }
    }
  }

  private boolean isNew(Found f, String stamp) {
    List<String> known = units.unitsOf(f.path().toString(), stamp);
    known.forEach(u -> units.add(new Source(f.argument(), f.path().toString(), stamp, u)));
    return known.isEmpty();
  }

  private void plan(Found f, FolderUnit unit, Duck duck) throws IOException {
    units.add(new Source(f.argument(), f.path().toString(), unit.key(), unit.key()));
    if (units.begin(unit.key())) {
      folders.add(unit);
      tasks.addAll(unit.tasks(unchanged(duck, unit.origin()), unit.owners()));
    }
  }

  /** Contents of an origin's files as they were, by path and stamp. */
  private Map<String, ContentReader.Content> unchanged(Duck duck, String origin)
      throws IOException {
    Merge.view(duck, folder, "files");
    Map<String, ContentReader.Content> found = new HashMap<>();
    duck.query(
        "SELECT path, stamp, content, class, size FROM files WHERE stamp != '' AND content != ''"
            + " AND origin = "
            + Duck.quoted(origin),
        r ->
            found.put(
                Owners.key(r.getString(1), r.getString(2)),
                new ContentReader.Content(r.getString(3), r.getString(4), r.getLong(5))));
    return found;
  }

  private long read(Duck duck) throws IOException {
    for (String[] query :
        List.of(
            new String[] {"elf", "SELECT content, 'elf' FROM elf"},
            new String[] {"scripts", "SELECT content, 'script' FROM scripts"},
            new String[] {
              "errors", "SELECT content, 'malformed' FROM errors WHERE what = 'elf'"
            })) {
      Merge.view(duck, folder, query[0]);
      duck.query(query[1], r -> contents.put(r.getString(1), r.getString(2).intern()));
    }
    tasks.sort(Comparator.comparingLong(Task::size).reversed());
    Meter meter = new Meter(progress, tasks.stream().mapToLong(Task::size).sum());
    String name = "%x-%x".formatted(System.currentTimeMillis(), ProcessHandle.current().pid());
    List<PartWriter> parts = new ArrayList<>();
    try {
      List<Worker> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        PartWriter part =
            new PartWriter(folder, duck.duplicate(), name + "-" + i, ROWS_IN_MEMORY / threads);
        parts.add(part);
        workers.add(new Worker(part, contents, meter, threads));
      }
      new Crew(tasks).work(workers);
      for (FolderUnit unit : folders) {
        unit.finish(parts.getFirst());
      }
      parts.getFirst().flush();
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    } finally {
      Images.shared().freeSpare(); // merging needs memory too
      for (PartWriter part : parts) {
        part.close();
      }
    }
    return meter.unpacked();
  }

  /** The sources of arguments that are not among this scan's stay. */
  private List<Source> merged(List<Source> before, List<Found> found) {
    List<Source> now = units.sources();
    Set<String> arguments = found.stream().map(Found::argument).collect(Collectors.toSet());
    List<Source> all = new ArrayList<>(now);
    before.stream().filter(s -> !arguments.contains(s.argument())).forEach(all::add);
    return all.stream().distinct().toList();
  }

  private void finish(Duck duck, Optional<Generation> last, List<Source> sources)
      throws IOException {
    long number = last.map(g -> g.number() + 1).orElse(1L);
    progress.step("merging tables");
    PendingGeneration next = new Merge(duck, folder).generation(number, sources);
    progress.step("resolving as the loader does");
    for (String table : Tables.all().keySet()) {
      duck.view(Tables.named(table), next.files(table));
    }
    new Resolution(duck).write(next);
    progress.step("finishing");
    next.publish();
  }
}
