package dev.elfwright.machine.readelf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Our output and GNU readelf's are equal byte by byte.
 *
 * <p>An ordinary run takes a sample of the machine's files. {@code -Delfwright.readelf=all} takes
 * all ELF files and archives below /usr/bin, /usr/lib and the folders of Debian's libraries for
 * other machines, and {@code -Delfwright.readelf=FOLDER:...} those below other folders. Both print
 * how many are equal, and the kinds of differences.
 */
class ReadelfOutputTest {
  private static final int SAMPLE = 120;

  /** Where Debian's cross compilers have their libraries: many processors and byte orders. */
  private static final List<String> CROSS =
      List.of(
          "aarch64-linux-gnu",
          "arm-linux-gnueabihf",
          "i686-linux-gnu",
          "mips-linux-gnu",
          "mips64el-linux-gnuabi64",
          "powerpc-linux-gnu",
          "powerpc64le-linux-gnu",
          "riscv64-linux-gnu",
          "s390x-linux-gnu",
          "sparc64-linux-gnu",
          "sh4-linux-gnu",
          "hppa-linux-gnu",
          "m68k-linux-gnu");

  private final Map<String, List<String>> kinds = new TreeMap<>();
  private int compared;
  private int equal;
  private int warned;

  @Test
  void programsLibrariesAndArchivesArePrintedAlike() throws IOException {
    String asked = System.getProperty("elfwright.readelf", "");
    List<Path> folders = new ArrayList<>();
    if (asked.isEmpty() || asked.equals("all")) {
      folders.addAll(List.of(Path.of("/usr/bin"), Path.of("/usr/lib")));
      CROSS.forEach(c -> folders.add(Path.of("/usr", c)));
    } else {
      Arrays.stream(asked.split(":")).forEach(f -> folders.add(Path.of(f)));
    }
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      assertThat(folder).isDirectory();
      files.addAll(Corpus.elfFiles(folder));
      files.addAll(Corpus.archives(folder));
    }
    int step = asked.isEmpty() ? Math.max(1, files.size() / SAMPLE) : 1;
    for (int i = 0; i < files.size(); i += step) {
      compare(files.get(i), Width.NARROW, "-hlSsdrnV");
      compare(files.get(i), Width.WIDE, "-hlSsdrnVW");
    }
    report(files.size() / step);
    assertThat(kinds.values().stream().map(List::getFirst)).isEmpty();
  }

  private void compare(Path file, Width width, String options) {
    GnuReadelf.Result result = GnuReadelf.compare(file, options, Part.ALL, width);
    compared++;
    if (result.isEqual()) {
      equal++;
    } else if (!result.warnings().isEmpty()) {
      warned++;
      System.out.println("warned: " + file + " " + result.warnings() + result.difference());
    } else {
      kinds
          .computeIfAbsent(kind(result.difference()), k -> new ArrayList<>())
          .add(file + " " + options + "\n" + result.difference());
    }
  }

  private void report(int files) {
    System.out.printf(
        "readelf: %d files, %d outputs, %d equal, %d other where readelf warns%n",
        files, compared, equal, warned);
    kinds.values().stream()
        .sorted((a, b) -> b.size() - a.size())
        .limit(20)
        .forEach(k -> System.out.println(k.size() + " times, such as " + k.getFirst()));
  }

  private static String kind(String difference) {
    return difference.replaceAll("[0-9a-f]{2,}|[0-9]", "#");
  }
}
