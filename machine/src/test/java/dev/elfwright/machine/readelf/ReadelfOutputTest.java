package dev.elfwright.machine.readelf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Our output and GNU readelf's are equal byte by byte.
 *
 * <p>An ordinary run takes a sample of the machine's files. {@code -Delfwright.readelf=all} takes
 * all ELF files below /usr/bin and /usr/lib and prints how many are equal, and the kinds of
 * differences.
 */
class ReadelfOutputTest {
  private static final int SAMPLE = 150;

  @Test
  void everyFileOfTheSampleIsPrintedAlike() throws IOException {
    boolean all = "all".equals(System.getProperty("elfwright.readelf"));
    List<Path> files = new ArrayList<>();
    files.addAll(Corpus.elfFiles(Path.of("/usr/bin")));
    files.addAll(Corpus.elfFiles(Path.of("/usr/lib")));
    int step = all ? 1 : Math.max(1, files.size() / SAMPLE);
    step = Integer.getInteger("elfwright.readelf.step", step);
    Map<String, List<String>> kinds = new TreeMap<>();
    int compared = 0;
    int equal = 0;
    int warned = 0;
    for (int i = 0; i < files.size(); i += step) {
      Path file = files.get(i);
      for (Width width : Width.values()) {
        String options = width == Width.WIDE ? "-hlSsdrnVW" : "-hlSsdrnV";
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
    }
    System.out.printf(
        "readelf: %d comparisons, %d equal, %d others where readelf warns%n",
        compared, equal, warned);
    kinds.values().stream()
        .sorted((a, b) -> b.size() - a.size())
        .forEach(k -> System.out.println(k.size() + " times, such as " + k.getFirst()));
    assertThat(kinds.values().stream().map(List::getFirst)).isEmpty();
  }

  private static String kind(String difference) {
    return difference.replaceAll("[0-9a-f]{2,}|[0-9]", "#");
  }
}
