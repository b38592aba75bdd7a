package dev.elfwright.census.scan;

import dev.elfwright.census.facts.Rows;
import java.util.regex.Pattern;

/** Table {@code loader_paths}: folders that files tell ldconfig(8) of. */
final class LoaderPaths {
  private static final Pattern FILE = Pattern.compile("/etc/ld\\.so\\.conf(\\.d/[^/]+\\.conf)?");

  private LoaderPaths() {}

  /** Adds the lines of a file that has just been read, if it is such a file. */
  static void add(String unit, String origin, String path, ContentReader reader, Rows rows) {
    if (!FILE.matcher(path).matches()) {
      return;
    }
    int position = 0;
    for (String line : (Iterable<String>) reader.beginning().lines()::iterator) {
      String folder = line.replaceFirst("#.*", "").strip();
      if (folder.startsWith("/")) {
        rows.add("loader_paths", unit, origin, path, position++, folder);
      }
    }
  }
}
