package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import dev.elfwright.link.fuse.FuseRefusal;
import dev.elfwright.testkit.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs of /usr/bin that nobody chose. A sample in the build; all of them with {@code ./mvnw
 * test -pl link -am -Dtest=InstalledProgramsTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Delfwright.sweep=all}, which takes half an hour.
 */
class InstalledProgramsTest {
  private static final int SAMPLE = 60;
  private static final long SMALL = 300_000;

  /** Process numbers, addresses and times, which two runs of the original would not share. */
  private static final Pattern CHANCE =
      Pattern.compile("0x[0-9a-f]{8,}|:\\d+\\)|\\[\\d+\\]|\\b\\d\\d:\\d\\d:\\d\\d\\b");

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void behaveAsTheirOriginals(AddressMode mode, @TempDir Path folder) throws Exception {
    List<Path> programs = programs();
    List<String> differences = new ArrayList<>();
    for (Path program : programs) {
      Path fused;
      try {
        fused = SideBySide.of(program.toString(), mode, folder).fused();
      } catch (FuseRefusal e) {
        assertThat(e).hasMessageContaining("statically linked");
        continue;
      }
      for (String argument : List.of("--version", "--help")) {
        String found = run(folder, program, fused, argument);
        Set<String> expected = expected(folder, program, argument, found);
        if (!expected.contains(found) && expected.size() == 1) {
          differences.add(program + " " + argument + "\n  " + expected + "\n  " + found);
        }
      }
      Files.delete(fused);
    }
    assertThat(differences).isEmpty();
    assertThat(programs).hasSizeGreaterThanOrEqualTo(SAMPLE);
  }

  /** What the original prints, which with some differs from run to run. */
  private static Set<String> expected(Path home, Path program, String argument, String found)
      throws IOException, InterruptedException {
    Set<String> seen = new HashSet<>();
    for (int run = 0; run < 5 && seen.size() < 2 && !seen.contains(found); run++) {
      seen.add(run(home, program, program, argument));
    }
    return seen;
  }

  private static String run(Path home, Path name, Path file, String argument)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(home, "stage");
    String seen = new Stage(folder, name, file).run(argument).toString();
    return CHANCE.matcher(seen.replace(folder.toString(), "")).replaceAll("?");
  }

  private static List<Path> programs() throws IOException {
    List<Path> all = new ArrayList<>();
    boolean sweep = "all".equals(System.getProperty("elfwright.sweep"));
    for (Path p : Corpus.elfFiles(Path.of("/usr/bin"))) {
      if ((sweep || Files.size(p) < SMALL) && !changesItsUser(p)) {
        all.add(p);
      }
    }
    return sweep ? all : sample(all);
  }

  private static List<Path> sample(List<Path> all) {
    List<Path> sample = new ArrayList<>();
    for (int i = 0; i < SAMPLE; i++) {
      sample.add(all.get((int) ((long) i * all.size() / SAMPLE)));
    }
    return sample;
  }

  private static boolean changesItsUser(Path program) throws IOException {
    return ((Integer) Files.getAttribute(program, "unix:mode") & 06000) != 0;
  }
}
