package dev.elfwright.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions compare as dpkg compares them. */
class VersionTest {
  private static final int DPKG_PAIRS = 500;
  private static final int PERL_PAIRS = 30_000;
  private static final String[] UPSTREAM = {
    "0",
    "00",
    "1",
    "9",
    "10",
    "a",
    "b",
    "Z",
    "~",
    "~~",
    "+",
    ".",
    "-",
    "rc1",
    "+dfsg",
    "~bpo12",
    "2147483648",
    "99999999999999999999",
    ":"
  };
  private static final String[] REVISION = {"0", "1", "01", "2", "+b1", "~", "~exp", ".", "ubuntu"};

  @TempDir Path folder;

  /** dpkg is the oracle; a process for each question, so not too many of them. */
  @Test
  void orderIsThatOfDpkg() throws IOException {
    List<Version[]> pairs = pairs(DPKG_PAIRS, 1);
    String script =
        "while read a b; do if dpkg --compare-versions \"$a\" lt \"$b\"; then echo -1;"
            + " elif dpkg --compare-versions \"$a\" eq \"$b\"; then echo 0; else echo 1; fi;"
            + " done <"
            + write(pairs);
    expect(pairs, Tool.output(List.of("sh", "-c", script)));
  }

  /** The same algorithm written by the same people once more, in Perl. */
  @Test
  void orderIsThatOfDpkgsPerlLibrary() throws IOException {
    List<Version[]> pairs = pairs(PERL_PAIRS, 2);
    String script = "while (<>) { my ($a, $b) = split; print version_compare($a, $b), qq(\\n) }";
    expect(
        pairs,
        Tool.output(List.of("perl", "-MDpkg::Version", "-e", script, write(pairs).toString())));
  }

  private Path write(List<Version[]> pairs) throws IOException {
    Path file = folder.resolve("pairs");
    Files.write(file, pairs.stream().map(p -> p[0] + " " + p[1]).toList());
    return file;
  }

  private static void expect(List<Version[]> pairs, String answers) {
    List<String> lines = answers.lines().toList();
    assertThat(lines).hasSameSizeAs(pairs);
    for (int i = 0; i < lines.size(); i++) {
      Version[] pair = pairs.get(i);
      assertThat(Integer.signum(pair[0].compareTo(pair[1])))
          .as(pair[0] + " and " + pair[1])
          .isEqualTo(Integer.parseInt(lines.get(i)));
    }
    assertThat(lines).contains("-1", "0", "1");
  }

  private static List<Version[]> pairs(int count, long seed) {
    RandomGenerator random = new Random(seed);
    List<Version[]> pairs = new ArrayList<>();
    while (pairs.size() < count) {
      String a = version(random);
      String b = random.nextInt(3) == 0 ? mutated(a, random) : version(random);
      pairs.add(new Version[] {Version.parse(a), Version.parse(b)});
    }
    return pairs;
  }

  private static String version(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    boolean epoch = random.nextInt(4) == 0;
    if (epoch) {
      text.append(random.nextInt(3)).append(':');
    }
    boolean revision = random.nextBoolean();
    text.append(random.nextInt(12));
    for (int n = random.nextInt(5); n > 0; n--) {
      String part = UPSTREAM[random.nextInt(UPSTREAM.length)];
      // A colon needs an epoch before it, a hyphen a revision behind it.
      boolean fits = part.equals(":") ? epoch : !part.equals("-") || revision;
      text.append(fits ? part : ".");
    }
    if (revision) {
      text.append('-').append(REVISION[random.nextInt(REVISION.length)]);
      text.append(random.nextInt(3));
    }
    return text.toString();
  }

  /** Something that is the same, or nearly. */
  private static String mutated(String version, RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> version.contains(":") ? version : "0:" + version;
      case 1 -> version.contains("-") ? version + "~" : version + "-0";
      case 2 -> version.replaceFirst("(?<=[.+~-])(?=\\d)", "0");
      default -> version;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1:", "-1", "1-", "a:1", "2147483648:1", "1_2", "1 2", "1:2-3_4"})
  void whatDpkgRefusesIsRefused(String text) {
    assertThatThrownBy(() -> Version.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("version '" + text + "'");
  }

  @Test
  void versionsWrittenDifferentlyAreTheSame() {
    assertThat(Version.parse("0:1.00-0")).isEqualByComparingTo(Version.parse("1.0"));
    assertThat(Version.parse("0:1.00-0")).isNotEqualTo(Version.parse("1.0"));
  }
}
