package dev.elfwright.link.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HardwareTest {
  private static final String HASWELL =
      "cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2 avx avx2 f16c fma abm movbe bmi1 bmi2";

  private static Set<String> flags(String... texts) {
    Set<String> found = new HashSet<>();
    for (String text : texts) {
      found.addAll(Arrays.asList(text.split(" ")));
    }
    return found;
  }

  @Test
  void thisMachineIsWhatTheLoaderTakesItFor() {
    String help = Tool.run(List.of("/lib64/ld-linux-x86-64.so.2", "--help"));
    Hardware current = Hardware.current();
    assertThat(levelsIn(help)).isEqualTo(current.levels());
    assertThat(help).contains(current.platform() + " (AT_PLATFORM; supported, searched)");
    List<String> legacy = current.legacy();
    assertThat(help.contains("avx512_1 (supported, searched)"))
        .isEqualTo(legacy.contains("avx512_1"));
    assertThat(help.contains("\n  x86_64 (supported, searched)"))
        .isEqualTo(legacy.contains("x86_64"));
  }

  private static List<String> levelsIn(String help) {
    return help.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("x86-64-v") && line.endsWith("(supported, searched)"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  @Test
  void theLoadersAnswerCountsItsActiveSubfolders() {
    String text =
        """
        dl_hwcap=0x6
        dl_hwcaps_subdirs="x86-64-v4:x86-64-v3:x86-64-v2"
        dl_hwcaps_subdirs_active=0x6
        dl_platform="haswell"
        """;
    assertThat(LoaderDiagnostics.parse(text).hardware())
        .hasValue(new Hardware(3, "haswell", List.of("x86_64", "avx512_1")));
    assertThat(LoaderDiagnostics.parse(text.replace("0x6", "?")).hardware()).isEmpty();
    assertThat(LoaderDiagnostics.parse("").hardware()).isEmpty();
  }

  @Test
  void aLoaderThatDoesNotTellIsNoError() {
    assertThat(LoaderDiagnostics.of(Path.of("/bin/false"))).isEmpty();
    assertThat(LoaderDiagnostics.of(Path.of("/no/such/loader"))).isEmpty();
  }

  @Test
  void thisMachinesFoldersAreThoseOfTheLoader() {
    String facts = Tool.run(List.of("/lib64/ld-linux-x86-64.so.2", "--list-diagnostics"));
    SearchEnvironment machine = SearchEnvironment.machine();
    assertThat(facts).contains("dl_dst_lib=\"" + machine.lib() + "\"");
    for (int i = 0; i < machine.systemFolders().size(); i++) {
      assertThat(facts)
          .contains("path.system_dirs[0x" + i + "]=\"" + machine.systemFolders().get(i) + "\"");
    }
    assertThat(facts).doesNotContain("path.system_dirs[0x" + machine.systemFolders().size());
  }

  @Test
  void levelsBuildOnOneAnother() {
    assertThat(Hardware.x86("AuthenticAMD", flags("avx512f")).levels()).isEmpty();
    assertThat(Hardware.x86("AuthenticAMD", flags(HASWELL)).levels())
        .containsExactly("x86-64-v3", "x86-64-v2");
  }

  @Test
  void onlyIntelsProcessorsHaveNamesOfTheirOwn() {
    assertThat(Hardware.x86("AuthenticAMD", flags(HASWELL)).platform()).isEqualTo("x86_64");
    assertThat(Hardware.x86("GenuineIntel", flags(HASWELL)).platform()).isEqualTo("haswell");
    assertThat(
            Hardware.x86("GenuineIntel", flags(HASWELL, "avx512cd avx512er avx512pf")).platform())
        .isEqualTo("xeon_phi");
  }

  @Test
  void everySubsetOfTheOlderNamesIsTriedLargestFirst() {
    assertThat(new Hardware(2, "haswell", List.of("x86_64")).subfolders())
        .containsExactly(
            "glibc-hwcaps/x86-64-v2/",
            "tls/haswell/x86_64/",
            "tls/haswell/",
            "tls/x86_64/",
            "tls/",
            "haswell/x86_64/",
            "haswell/",
            "x86_64/",
            "");
  }
}
