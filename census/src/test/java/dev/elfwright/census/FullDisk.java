package dev.elfwright.census;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Fills the file system of a census while nobody scans. */
final class FullDisk {
  private FullDisk() {}

  /**
   * Prints {@code as it was} when all went well.
   *
   * @param args the census's folder, on a small file system of its own; a folder of packages
   */
  public static void main(String[] args) throws IOException {
    Path census = Path.of(args[0]);
    Path debs = Path.of(args[1]);
    Sample.scan(census, debs.resolve("main_1.0_amd64.deb"));
    List<String> before = Sample.everything(census);
    Path filler = census.resolve("filler");
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[1024]);
      }
    } catch (IOException e) {
      System.out.println("filled: " + e.getMessage());
    }
    try {
      Sample.scan(census, debs);
      throw new AssertionError("the disk was not full");
    } catch (IOException e) {
      System.out.println("refused: " + e.getMessage());
    }
    Files.delete(filler);
    if (!Sample.everything(census).equals(before)) {
      throw new AssertionError("another census");
    }
    Sample.scan(census, debs);
    List<String> packages = Sample.ask(census, "SELECT package FROM packages ORDER BY 1");
    if (!packages.equals(List.of("libtwo", "main"))) {
      throw new AssertionError(packages);
    }
    System.out.println("as it was");
  }
}
