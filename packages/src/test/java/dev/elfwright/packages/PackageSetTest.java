package dev.elfwright.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who serves whom. */
class PackageSetTest {
  /** What apt would install into an empty system. */
  @ParameterizedTest
  @ValueSource(strings = {"coreutils bash perl-base iputils-ping sudo", "busybox", "git", "vim"})
  void theClosureIsWhatAptInstalls(String roots) {
    DebianArchive archive = DebianArchive.of("arm64");
    List<Package> wanted = Pattern.compile(" ").splitAsStream(roots).map(archive::find).toList();
    PackageSet.Closure closure = archive.packages().closure(wanted);
    assertThat(closure.holes()).isEmpty();
    assertThat(names(closure.packages())).isEqualTo(apt(archive, roots));
  }

  private static Set<String> apt(DebianArchive archive, String roots) {
    Path home = archive.state().folder().toAbsolutePath();
    String command =
        ("apt-get -s -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State=%1$s"
                + " -o Dir::State::Lists=%1$s/lists -o Dir::State::status=%1$s/status"
                + " -o Dir::Cache=%1$s install --no-install-recommends %2$s")
            .formatted(home, roots);
    Matcher matcher =
        Pattern.compile("(?m)^Inst (\\S+)").matcher(Tool.output(List.of("sh", "-c", command)));
    return matcher.results().map(r -> r.group(1)).collect(Collectors.toSet());
  }

  private static Set<String> names(List<Package> packages) {
    return packages.stream().map(Package::name).collect(Collectors.toSet());
  }

  /** The table of the multi-arch specification: a foreign dependent, and what a package says. */
  @ParameterizedTest
  @CsvSource({
    "no,      lib,       false",
    "same,    lib,       false",
    "foreign, lib,       true",
    "allowed, lib,       false",
    "no,      lib:any,   false",
    "same,    lib:any,   false",
    "foreign, lib:any,   false",
    "allowed, lib:any,   true",
    "no,      lib:amd64, true",
    "same,    lib:arm64, false",
  })
  void architecturesAreServedAsSpecified(String multiArch, String relation, boolean served)
      throws IOException {
    List<Package> packages =
        packages(
            """
            Package: lib
            Architecture: amd64
            Version: 1
            Multi-Arch: %s

            Package: user
            Architecture: arm64
            Version: 1
            Depends: %s
            """
                .formatted(multiArch, relation));
    PackageSet set = new PackageSet("amd64", packages);
    PackageSet.Closure closure = set.closure(List.of(packages.get(1)));
    assertThat(closure.holes().isEmpty()).isEqualTo(served);
    assertThat(closure.packages()).hasSize(served ? 2 : 1);
  }

  @Test
  void packagesForAllCountAsNative() throws IOException {
    List<Package> packages =
        packages(
            """
            Package: data
            Architecture: all
            Version: 1
            Depends: tool

            Package: tool
            Architecture: amd64
            Version: 1

            Package: foreign
            Architecture: arm64
            Version: 1
            Depends: data
            """);
    PackageSet set = new PackageSet("amd64", packages);
    assertThat(set.closure(List.of(packages.get(0))).packages()).hasSize(2);
    assertThat(set.closure(List.of(packages.get(2))).holes())
        .singleElement()
        .hasToString("foreign:arm64 needs data");
  }

  @Test
  void virtualPackagesServeAVersionOnlyWhenTheyProvideOne() throws IOException {
    List<Package> packages =
        packages(
            """
            Package: plain
            Architecture: amd64
            Version: 9
            Provides: virtual

            Package: versioned
            Architecture: amd64
            Version: 9
            Provides: virtual (= 2)

            Package: user
            Architecture: amd64
            Version: 1
            Depends: missing | virtual (>= 2), virtual
            Pre-Depends: virtual (>> 2)
            """);
    PackageSet set = new PackageSet("amd64", packages);
    PackageSet.Closure closure = set.closure(List.of(packages.get(2)));
    assertThat(closure.packages()).extracting(Package::name).containsExactly("user", "versioned");
    assertThat(closure.holes()).singleElement().hasToString("user:amd64 needs virtual (>> 2)");
  }

  @Test
  void circlesEnd() throws IOException {
    List<Package> packages =
        packages(
            """
            Package: a
            Architecture: amd64
            Version: 1
            Depends: b

            Package: b
            Architecture: amd64
            Version: 1
            Depends: a
            """);
    assertThat(new PackageSet("amd64", packages).closure(packages).packages()).hasSize(2);
  }

  private static List<Package> packages(String text) throws IOException {
    List<Package> packages = new ArrayList<>();
    try (var reader =
        new ControlReader(
            "test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
      for (ControlFields fields = reader.next(); fields != null; fields = reader.next()) {
        packages.add(Package.of(fields));
      }
    }
    return packages;
  }
}
