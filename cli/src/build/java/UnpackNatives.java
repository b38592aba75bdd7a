import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Puts DuckDB's library for this machine beside its jar, and leaves the others out: from a jar that
 * has it, DuckDB copies it into /tmp at each start, 70 MB.
 */
final class UnpackNatives {
  private static final String PREFIX = "libduckdb_java.so_";

  private UnpackNatives() {}

  static void unpack(Path jar, Path target) throws IOException {
    String own = PREFIX + "linux_" + machine();
    try (ZipFile in = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(target);
        ZipOutputStream out = new ZipOutputStream(file)) {
      Enumeration<? extends ZipEntry> entries = in.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        try (InputStream content = in.getInputStream(entry)) {
          if (entry.getName().equals(own)) {
            Files.copy(content, target.resolveSibling(own), StandardCopyOption.REPLACE_EXISTING);
          } else if (!entry.getName().startsWith(PREFIX)) {
            ZipEntry kept = new ZipEntry(entry.getName());
            kept.setTime(0);
            out.putNextEntry(kept);
            content.transferTo(out);
          }
        }
      }
    }
  }

  private static String machine() {
    return switch (System.getProperty("os.arch")) {
      case "aarch64" -> "arm64";
      default -> "amd64";
    };
  }
}
