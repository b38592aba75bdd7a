package dev.elfwright.census.scan;

import dev.elfwright.census.facts.Rows;
import dev.elfwright.packages.PackageFile;
import java.util.Locale;

/** Table {@code files}. */
final class FileRow {
  private FileRow() {}

  /**
   * Adds a row.
   *
   * @param owner the package, or empty
   * @param stamp by which the file is known again, or empty
   */
  static void add(
      String unit,
      String origin,
      String owner,
      PackageFile file,
      ContentReader.Content content,
      String stamp,
      Rows rows) {
    rows.add(
        "files",
        unit,
        origin,
        owner,
        file.path(),
        file.kind().name().toLowerCase(Locale.ROOT),
        file.mode(),
        file.uid(),
        file.gid(),
        file.kind() == PackageFile.Kind.REGULAR ? content.size() : 0L,
        file.linkTarget(),
        content.key(),
        content.contentClass(),
        file.modified(),
        stamp);
  }
}
