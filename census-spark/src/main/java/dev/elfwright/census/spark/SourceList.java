package dev.elfwright.census.spark;

import dev.elfwright.census.CensusException;
import dev.elfwright.census.scan.SingleSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;

/** What the arguments of a scan stand for: paths, or URIs of any file system that Hadoop knows. */
final class SourceList {
  /** So many tasks keep a driver busy, and a table in so many pieces. */
  private static final int MOST_TASKS = 4000;

  private final Configuration configuration;
  private final List<SingleSource> sources = new ArrayList<>();

  private SourceList(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * All sources.
   *
   * @throws NoSuchFileException when there is nothing at one of the arguments; of http: and https:
   *     ones that is found out by who reads them
   * @throws CensusException when one of them cannot be a source
   */
  static List<SingleSource> find(List<String> arguments, Configuration configuration)
      throws IOException {
    SourceList list = new SourceList(configuration);
    List<Path> local = new ArrayList<>();
    for (String argument : arguments) {
      URI uri = argument.startsWith("/") ? Path.of(argument).toUri() : uri(argument);
      if (uri.getScheme() == null) {
        local.add(Path.of(argument));
      } else if (uri.getScheme().equals("file")) {
        local.add(Path.of(uri.getPath()));
      } else if (uri.getScheme().startsWith("http")) {
        list.sources.add(SingleSource.archive(argument, argument, 0));
      } else {
        list.add(argument, uri);
      }
    }
    list.sources.addAll(SingleSource.find(local));
    return list.sources;
  }

  private static URI uri(String argument) {
    try {
      return URI.create(argument);
    } catch (IllegalArgumentException e) {
      throw new CensusException(argument + ": is no URI");
    }
  }

  private void add(String argument, URI uri) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
    FileSystem files = path.getFileSystem(configuration);
    FileStatus status;
    try {
      status = files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new NoSuchFileException(argument);
    }
    if (!status.isDirectory()) {
      sources.add(SingleSource.archive(argument, path.toString(), status.getLen()));
      return;
    }
    int before = sources.size();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(path, true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      if (file.getPath().getName().endsWith(".deb")) {
        sources.add(SingleSource.archive(argument, file.getPath().toString(), file.getLen()));
      }
    }
    if (sources.size() == before) {
      throw new CensusException(
          argument + ": has no .deb in it, and trees of files are read from file: only");
    }
  }

  /** Dealt out to tasks: one each as long as they are few, and the largest first. */
  static List<List<SingleSource>> shares(List<SingleSource> sources) {
    int count = Math.min(sources.size(), MOST_TASKS);
    List<List<SingleSource>> shares = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shares.add(new ArrayList<>());
    }
    List<SingleSource> sorted = new ArrayList<>(sources);
    sorted.sort(Comparator.comparingLong(SingleSource::size).reversed());
    for (int i = 0; i < sorted.size(); i++) {
      shares.get(i % count).add(sorted.get(i));
    }
    return shares;
  }
}
