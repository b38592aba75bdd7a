package dev.elfwright.fat.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An audit of packages that have one of everything, held against what other tools say. */
class AuditTest {
  private static final Path DOWNLOADS = Path.of("..", "target", "apt");
  private static final List<String> ARCHITECTURES = List.of("amd64", "arm64");
  private static final List<String> PACKAGES =
      List.of(
          "busybox",
          "coreutils",
          "bash",
          "libc6",
          "zlib1g",
          "perl-base",
          "libpam-modules",
          "mount",
          "sudo",
          "iputils-ping");

  @TempDir Path folder;

  private static AuditReport report;

  @BeforeAll
  static void audit() throws IOException {
    report = new Audit(0.2, 1).of(sides(), (name, done, total) -> {});
  }

  private static List<Side> sides() throws IOException {
    return AuditInputs.find(PACKAGES, ARCHITECTURES, DOWNLOADS);
  }

  /** dpkg-deb unpacks, readelf tells which files are ELF. */
  @Test
  void pathsThatHaveToBeFatAreThoseWhereBothArchitecturesHaveElf() {
    Set<String> common = elfPaths("amd64");
    common.retainAll(elfPaths("arm64"));
    assertThat(common).hasSizeGreaterThan(100);
    // A hard link is told as the link it is: /usr/bin/perl is the file that has to be fat.
    assertThat(common.remove("/usr/bin/perl5.36.0")).isTrue();
    assertThat(paths(PathClass.FAT)).isEqualTo(common);
  }

  private Set<String> elfPaths(String architecture) {
    Path root = folder.resolve(architecture);
    String debs = DOWNLOADS.resolve(architecture).resolve("archives").toString();
    String unpack =
        PACKAGES.stream()
            .map(p ->
                "for f in %s/%s_*_%s.deb; do dpkg-deb -x $f %s; done; "
                    .formatted(debs, p, architecture, root))
            .collect(Collectors.joining());
    String list =
        "cd "
            + root
            + " && find . -type f -exec sh -c 'for f; do readelf -h \"$f\" >/dev/null 2>&1 && echo"
            + " \"${f#.}\"; done; true' x {} +";
    return Tool.output(List.of("sh", "-c", unpack + list))
        .lines()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> paths(PathClass pathClass) {
    return report.paths().stream()
        .filter(p -> p.pathClass() == pathClass)
        .map(PathEntry::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void categoriesHaveTheirEvidence() {
    assertThat(evidence(Category.E1, "/bin/bash")).contains("amd64: program of");
    assertThat(evidence(Category.E2, "/lib/x86_64-linux-gnu/libz.so.1.2.13"))
        .contains("arm64: shared object of");
    assertThat(evidence(Category.E3, "/lib/x86_64-linux-gnu/libc.so.6")).contains("libc.so.6");
    assertThat(evidence(Category.D1, "/usr/bin/bashbug")).contains("script of");
    assertThat(evidence(Category.D2, "/etc/ld.so.cache")).contains("ldconfig");
    assertThat(evidence(Category.S1, "libc6.preinst")).contains("in what it does");
    assertThat(evidence(Category.P1, "/usr/lib/x86_64-linux-gnu/gconv"))
        .contains("shared objects", "a folder for each architecture");
    assertThat(evidence(Category.P1, "/lib/x86_64-linux-gnu/security")).contains("pam_");
    assertThat(evidence(Category.R1, "/bin/busybox")).contains("/proc/self/exe (amd64, arm64)");
    assertThat(evidence(Category.T1, "/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"))
        .contains("7f 45 4c 46");
    assertThat(evidence(Category.X1, "/bin/mount")).isEqualTo("mode 4755, owner 0:0");
    assertThat(evidence(Category.X1, "/usr/bin/sudo")).isEqualTo("mode 4755, owner 0:0");
    assertThat(evidence(Category.X1, "iputils-ping.postinst")).contains("setcap cap_net_raw+ep");
    assertThat(evidence(Category.V1, "/lib64/ld-linux-x86-64.so.2")).contains("not for arm64");
  }

  private static String evidence(Category category, String path) {
    return report.of(category).stream()
        .filter(f -> f.path().equals(path))
        .map(Finding::evidence)
        .findFirst()
        .orElseThrow(() -> new AssertionError(category + " says nothing of " + path));
  }

  @Test
  void everyPathIsCountedOnceAndEveryByte() {
    assertThat(report.classes().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(report.paths().size());
    assertThat(report.sizes().apart())
        .isEqualTo(report.paths().stream().mapToLong(PathEntry::bytes).sum());
  }

  /** Against FatELF's layout, worked out for one file. */
  @Test
  void alignmentCostsWhatItCosts() {
    List<Long> growth =
        report.sizes().fat().stream().map(a -> a.bytes() - report.sizes().thin()).toList();
    assertThat(growth.get(0)).isPositive().isLessThan(growth.get(1));
    assertThat(growth.get(1)).isLessThan(growth.get(2));
    assertThat(growth.get(3)).isBetween(growth.get(0), growth.get(2));
    long files = paths(PathClass.FAT).size();
    assertThat(growth.get(2)).isBetween(files << 16, files << 17);
  }

  @Test
  void aSeedGivesOneDraw() throws IOException {
    Draw draw = report.draws().getFirst();
    assertThat(draw.packages()).isGreaterThan(20_000);
    assertThat(draw.fat()).isEqualTo(Math.round(0.2 * draw.packages()));
    assertThat(draw.alone()).isPositive().isLessThan(draw.beside());
    assertThat(draw.beside()).isLessThan(draw.fat());
    assertThat(new Audit(0.2, 1).of(sides(), (n, d, t) -> {})).isEqualTo(report);
    Draw other = new Audit(0.2, 2).of(sides(), (n, d, t) -> {}).draws().getFirst();
    assertThat(other).isNotEqualTo(draw);
  }

  @Test
  void everythingFatRuns() throws IOException {
    Draw all = new Audit(1, 1).of(sides(), (n, d, t) -> {}).draws().getFirst();
    assertThat(all.alone()).isEqualTo(all.beside()).isGreaterThan(all.fat() * 99 / 100);
  }

  @Test
  void theMostWorthwhileComesFirst() {
    assertThat(report.worth()).isSortedAccordingTo(Worth.ORDER);
    assertThat(report.worth()).extracting(Worth::packageName).contains("perl-base", "coreutils");
    assertThat(report.worth().getFirst().verdict()).isEqualTo(Worth.Verdict.NOW);
  }

  @Test
  void linksThatDifferAreToldFromThoseThatNameTheTriplet() throws IOException {
    Path amd = Files.createDirectories(folder.resolve("amd/usr/bin"));
    Path arm = Files.createDirectories(folder.resolve("arm/usr/bin"));
    Files.createSymbolicLink(amd.resolve("a"), Path.of("x86_64-linux-gnu-a"));
    Files.createSymbolicLink(arm.resolve("a"), Path.of("aarch64-linux-gnu-a"));
    Files.createSymbolicLink(amd.resolve("same"), Path.of("a"));
    Files.createSymbolicLink(arm.resolve("same"), Path.of("a"));
    Files.createSymbolicLink(amd.resolve("x86_64-linux-gnu-b"), Path.of("x"));
    Files.createSymbolicLink(arm.resolve("aarch64-linux-gnu-b"), Path.of("x"));
    AuditReport small =
        new Audit(0, 1)
            .of(
                AuditInputs.find(
                    List.of("amd64=" + folder.resolve("amd"), "arm64=" + folder.resolve("arm")),
                    ARCHITECTURES,
                    folder),
                (n, d, t) -> {});
    assertThat(small.paths())
        .extracting(PathEntry::pathClass)
        .containsExactlyInAnyOrder(PathClass.LINK, PathClass.IDENTICAL, PathClass.IDENTICAL_BESIDE);
    assertThat(small.of(Category.L1))
        .singleElement()
        .extracting(Finding::evidence)
        .asString()
        .endsWith("; equal but for the triplet");
  }

  /** Without the distribution's lists, packages have only each other. */
  @Test
  void holesAreNamed() throws IOException {
    List<String> files;
    try (Stream<Path> all =
        Stream.of("amd64", "arm64").map(a -> DOWNLOADS.resolve(a).resolve("archives"))) {
      files = all.flatMap(AuditTest::busybox).map(Path::toString).toList();
    }
    AuditReport alone =
        new Audit(1, 1).of(AuditInputs.find(files, ARCHITECTURES, folder), (n, d, t) -> {});
    assertThat(alone.of(Category.C1))
        .singleElement()
        .extracting(Finding::evidence)
        .asString()
        .startsWith("nothing satisfies libc6 (>= ");
  }

  private static Stream<Path> busybox(Path archives) {
    try (Stream<Path> files = Files.list(archives)) {
      return files.filter(f -> f.getFileName().toString().startsWith("busybox_")).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatFitsNoArchitectureIsRefused() {
    assertThatThrownBy(() -> AuditInputs.find(List.of("no-such-package"), ARCHITECTURES, DOWNLOADS))
        .isInstanceOf(FatRefusedException.class)
        .hasMessage("no package is called 'no-such-package'");
    assertThatThrownBy(() -> AuditInputs.find(List.of(folder + "/"), ARCHITECTURES, folder))
        .isInstanceOf(FatRefusedException.class)
        .hasMessageContaining("does not tell its architecture; write ARCHITECTURE=");
    assertThatThrownBy(() -> AuditInputs.find(List.of("riscv64=/tmp"), ARCHITECTURES, folder))
        .hasMessageContaining("is for riscv64, which is not among the architectures amd64, arm64");
  }
}
