package dev.elfwright.census.spark;

import dev.elfwright.census.CensusException;
import dev.elfwright.census.store.CensusFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A census's folder in any file system that all machines see; it is laid out as {@link
 * CensusFolder} says, only that a table is a folder of files.
 *
 * @param files the file system
 * @param root the folder
 */
record ClusterFolder(FileSystem files, Path root) {
  private static final String NAME = "merged-1";

  /** The folder of an URI, or of a path. */
  static ClusterFolder of(String uri, Configuration configuration) throws IOException {
    Path path = new Path(URI.create(uri));
    FileSystem files = path.getFileSystem(configuration);
    return new ClusterFolder(files, files.makeQualified(path));
  }

  /**
   * Makes it this scan's.
   *
   * @throws CensusException when there is something in it
   */
  void claim() throws IOException {
    if (files.exists(root) && files.listStatus(root).length > 0) {
      throw new CensusException(root + ": is not empty, and a cluster's scan begins a new census");
    }
    files.mkdirs(root);
    try {
      write(new Path(root, "census"), CensusFolder.VERSION);
    } catch (FileAlreadyExistsException e) {
      throw new CensusException(root + ": another scan is writing into this folder");
    }
  }

  /** Leaves it as empty as it was found. */
  void abandon() throws IOException {
    for (FileStatus child : files.listStatus(root)) {
      files.delete(child.getPath(), true);
    }
  }

  /** Rows as tasks write them. */
  Path rows() {
    return new Path(root, "work/rows");
  }

  /** Where a table that is finished but not yet published goes. */
  Path pending(String table) {
    return new Path(root, "work/merged/" + table + ".parquet");
  }

  /** The same for what belongs to the generation. */
  Path pendingState(String table) {
    return new Path(root, "work/generation/" + table + ".parquet");
  }

  /** Shows what is pending to readers. */
  void publish() throws IOException {
    write(new Path(root, "work/generation/parts"), NAME + "\n");
    rename("work/merged", "parts/" + NAME);
    rename("work/generation", "generations/1");
    write(new Path(root, "current.new"), "1\n");
    rename("current.new", "current");
    files.delete(new Path(root, "work"), true);
  }

  private void rename(String from, String to) throws IOException {
    Path place = new Path(root, to);
    files.mkdirs(place.getParent());
    if (!files.rename(new Path(root, from), place)) {
      throw new IOException(place + ": cannot be renamed from " + from);
    }
  }

  private void write(Path file, String text) throws IOException {
    try (FSDataOutputStream out = files.create(file, false)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private List<String> lines(String name) throws IOException {
    try (FSDataInputStream in = files.open(new Path(root, name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (FileNotFoundException e) {
      throw new CensusException(root + ": is no census, or its scan has not come to an end");
    }
  }

  /** The files of the tables that readers see, whoever made them. */
  Tables current() throws IOException {
    if (!lines("census").equals(CensusFolder.VERSION.lines().toList())) {
      throw new CensusException(root + ": is a census of another version");
    }
    Path state = new Path(root, "generations/" + lines("current").getFirst());
    List<Path> folders = new ArrayList<>();
    for (String part : lines("generations/" + state.getName() + "/parts")) {
      folders.add(new Path(root, "parts/" + part));
    }
    folders.add(state);
    return new Tables(files, folders);
  }

  /** Tables in some folders, each as a file or a folder of files. */
  record Tables(FileSystem files, List<Path> folders) {
    List<String> of(String table) throws IOException {
      List<String> found = new ArrayList<>();
      for (Path folder : folders) {
        Path place = new Path(folder, table + ".parquet");
        if (files.exists(place)) {
          found.add(place.toString());
        }
      }
      return found;
    }
  }
}
