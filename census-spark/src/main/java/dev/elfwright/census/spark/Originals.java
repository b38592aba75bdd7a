package dev.elfwright.census.spark;

import dev.elfwright.census.scan.SingleSource;
import dev.elfwright.census.scan.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * Reads sources where they are. What lies in a file system of this machine is read there; other
 * files cross the network once, into a temporary file, for a unit's key, its digest, has to be
 * known before its first row, and then it is read a second time.
 */
record Originals(Configuration configuration) {
  /** A file whose size its server does not tell may be so large; none of Debian's is. */
  private static final long LARGEST = 64L << 30;

  private static final int BUFFER = 1 << 16;

  /** Reads one; what is wrong with it becomes a row. */
  void read(SingleSource source, SourceReader reader) throws IOException {
    if (source.name().startsWith("/")) {
      reader.read(source);
      return;
    }
    Path copy = Files.createTempFile("census", ".copy");
    try {
      String stamp;
      try {
        stamp = fetch(source.name(), copy);
      } catch (IOException | IllegalArgumentException e) {
        reader.refuse(source, String.valueOf(e));
        return;
      }
      reader.readCopy(source, copy, stamp);
    } finally {
      Files.delete(copy);
    }
  }

  /** Copies a file; size and time of the original. */
  private String fetch(String name, Path copy) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(URI.create(name));
    FileSystem files = path.getFileSystem(configuration);
    FileStatus status = files.getFileStatus(path);
    try (InputStream in = files.open(path);
        OutputStream out = Files.newOutputStream(copy)) {
      byte[] buffer = new byte[BUFFER];
      long left = status.getLen() < 0 ? LARGEST : status.getLen();
      for (int got = in.read(buffer); got > 0; got = in.read(buffer)) {
        left -= got;
        if (left < 0) {
          throw new IOException(name + ": is larger than it was said to be");
        }
        out.write(buffer, 0, got);
      }
    }
    return status.getLen() + ":" + status.getModificationTime();
  }
}
