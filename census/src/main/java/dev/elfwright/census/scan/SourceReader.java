package dev.elfwright.census.scan;

import dev.elfwright.census.ScanProgress;
import dev.elfwright.census.facts.Digests;
import dev.elfwright.census.facts.RowSink;
import dev.elfwright.census.store.Sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads sources one by one into rows, without a census around them: the share of one machine among
 * many. Contents that several of these sources have are read once; what other machines have read is
 * not known here. One thread's.
 */
public final class SourceReader {
  private final RowSink rows;
  private final KnownUnits units = new KnownUnits();
  private final Meter meter = new Meter(ScanProgress.NONE, 0);
  private final Worker worker;

  /** A reader that has read nothing. */
  public SourceReader(RowSink rows) {
    this.rows = rows;
    this.worker =
        new Worker(rows, new KnownContents(), meter, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Reads a source that lies in a file system of this machine. What is wrong with it becomes a row.
   *
   * @throws java.io.UncheckedIOException when rows cannot be written
   */
  public void read(SingleSource source) {
    Path path = Path.of(source.name());
    try {
      read(source.at(path), Files.isDirectory(path) ? "" : Stamp.of(path));
    } catch (IOException e) {
      refuse(source, e.toString());
    }
  }

  /**
   * Reads a source of which there is a copy.
   *
   * @param stamp by which its original is known again
   */
  public void readCopy(SingleSource source, Path copy, String stamp) {
    try {
      read(source.at(copy), stamp);
    } catch (IOException e) {
      refuse(source, e.toString());
    }
  }

  /** Notes that a source cannot be read. */
  public void refuse(SingleSource source, String message) {
    String key = Malformed.key(Digests.hex(source.name()));
    if (units.begin(key)) {
      Malformed.add(key, source.origin(), source.name(), "", "unreadable", message, rows);
    }
    units.add(new Source(source.argument(), source.name(), "", key));
  }

  private void read(Found found, String stamp) throws IOException {
    switch (found) {
      case Found.Deb _, Found.Tar _ -> new ArchiveTask(found, stamp, 0, units).run(worker);
      case Found.Image _ ->
          ImageTask.of(found, Listing.of(found.path(), Set.of()), units).run(worker);
      case Found.Folder f ->
          read(f, new FolderUnit("folder", f.path(), f.name(), Listing.of(f.path(), Set.of())));
      case Found.Files f ->
          read(f, new FolderUnit("files", f.path(), "files", Listing.of(f.files())));
    }
  }

  private void read(Found found, FolderUnit unit) throws IOException {
    units.add(new Source(found.argument(), found.name(), unit.key(), unit.key()));
    if (units.begin(unit.key())) {
      for (Task task : unit.tasks(Map.of(), unit.owners())) {
        task.run(worker);
      }
      unit.finish(rows);
    }
  }

  /** Which units stand for what was read so far. */
  public List<Source> sources() {
    return units.sources();
  }

  /** Bytes of content that were read so far. */
  public long unpacked() {
    return meter.unpacked();
  }
}
