package dev.elfwright.census.scan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Which package owns a path of a root, by dpkg's lists (/var/lib/dpkg/info). The lists name files
 * as packages ship them, {@code /lib/x}, and the root may have them elsewhere, {@code /usr/lib/x}.
 */
final class Owners {
  static final String STATUS = "var/lib/dpkg/status";

  /** Of roots without dpkg. */
  static final Owners NOBODY = new Owners(Map.of());

  private final Map<String, String> packages;

  private Owners(Map<String, String> packages) {
    this.packages = packages;
  }

  static Owners of(Path root) throws IOException {
    Path info = root.resolve("var/lib/dpkg/info");
    if (!Files.isDirectory(info)) {
      return NOBODY;
    }
    Map<String, String> moved = moved(root);
    Map<String, String> packages = new HashMap<>();
    try (DirectoryStream<Path> lists = Files.newDirectoryStream(info, "*.list")) {
      for (Path list : lists) {
        String name = list.getFileName().toString().replaceFirst("(:[^:]*)?\\.list$", "");
        for (String line : Files.readAllLines(list, StandardCharsets.ISO_8859_1)) {
          String utf8 =
              new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
          packages.put(real(utf8, moved), name);
        }
      }
    }
    return new Owners(packages);
  }

  /** Links among the root's own entries, as /lib to usr/lib. */
  private static Map<String, String> moved(Path root) throws IOException {
    Map<String, String> moved = new HashMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        if (Files.isSymbolicLink(entry)) {
          String target = Files.readSymbolicLink(entry).toString();
          moved.put(entry.getFileName().toString(), target.replaceFirst("^/", ""));
        }
      }
    }
    return moved;
  }

  private static String real(String path, Map<String, String> moved) {
    int slash = path.indexOf('/', 1);
    String target = slash < 0 ? null : moved.get(path.substring(1, slash));
    return target == null ? path : "/" + target + path.substring(slash);
  }

  /** The owner of a path, or empty. */
  String of(String path) {
    return packages.getOrDefault(path, "");
  }

  /** A path in one state. */
  static String key(String path, String stamp) {
    return path + "\n" + stamp;
  }
}
