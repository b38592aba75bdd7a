package dev.elfwright.census;

import dev.elfwright.census.scan.ScanRun;
import dev.elfwright.census.store.CensusFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads sources into a census.
 *
 * <p>A source is a .deb file; a folder with .deb files in it or with a {@code pool} below it, as
 * apt's cache and mirrors are; a tar archive; a folder with an OCI image layout; any other folder,
 * a whole system's root for one; or a single file. What has not changed since an earlier scan into
 * the same folder is not read again, and a scan that was interrupted goes on where it was. Sources
 * of earlier scans stay unless they are named again.
 *
 * @param folder where the census is or will be
 * @param progress is told how far it is
 * @param threads that read at a time
 */
public record Scan(Path folder, ScanProgress progress, int threads) {
  /** A scan on all processors. */
  public Scan(Path folder, ScanProgress progress) {
    this(folder, progress, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Scans; readers see the new census when everything is done.
   *
   * @return bytes of content that were read; 0 when nothing had changed
   * @throws CensusException when the folder holds something else, or another scan writes to it
   * @throws IOException when a source is not there, or the census cannot be written. What is wrong
   *     with a source's content is no exception but a row of table {@code errors}
   */
  public long of(List<Path> sources) throws IOException {
    return new ScanRun(new CensusFolder(folder), progress, threads).of(sources);
  }
}
