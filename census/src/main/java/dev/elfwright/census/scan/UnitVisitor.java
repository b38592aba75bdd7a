package dev.elfwright.census.scan;

import dev.elfwright.packages.ControlFiles;
import dev.elfwright.packages.Package;
import dev.elfwright.packages.PackageFile;
import dev.elfwright.packages.PackageVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Makes rows of the files of one unit, in the order in which they come. */
final class UnitVisitor implements PackageVisitor {
  private final String unit;
  private final String origin;
  private final Worker worker;
  private final Map<String, ContentReader.Content> contents = new HashMap<>();
  private String packageName = "";
  private long count;
  private long bytes;

  UnitVisitor(String unit, String origin, Worker worker) {
    this.unit = unit;
    this.origin = origin;
    this.worker = worker;
  }

  @Override
  public void description(Package description, ControlFiles control) {
    packageName = description.name();
    PackageRows.add(unit, origin, description, control, worker.rows());
  }

  @Override
  public void file(PackageFile file, InputStream content) throws IOException {
    ContentReader.Content read =
        switch (file.kind()) {
          case REGULAR -> worker.reader().read(unit, file.path(), file.size(), content);
          case HARD_LINK -> contents.getOrDefault(file.linkTarget(), ContentReader.NOTHING);
          default -> ContentReader.NOTHING;
        };
    if (file.kind() == PackageFile.Kind.REGULAR) {
      contents.put(file.path(), read);
      bytes += read.size();
      worker.unpacked(read.size());
      LoaderPaths.add(unit, origin, file.path(), worker.reader(), worker.rows());
    }
    count++;
    FileRow.add(unit, origin, packageName, file, read, "", worker.rows());
    worker.flushIfFull();
  }

  /** The unit's own row; only now does the unit count. */
  void finish(String kind, String path, String stamp) {
    worker.rows().add("units", unit, origin, kind, path, stamp, count, bytes);
  }
}
