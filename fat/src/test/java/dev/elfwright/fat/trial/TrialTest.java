package dev.elfwright.fat.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.merge.Tree;
import dev.elfwright.fat.trial.TrialRow.Cause;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small roots: some programs of this machine with their libraries, and an arm64 libc. */
class TrialTest {
  private static final List<String> PROGRAMS = List.of("true", "false", "ls", "sort", "sed");

  @TempDir Path folder;
  private Path base;
  private Path other;
  private Path work;

  @BeforeEach
  void roots() throws IOException {
    base = folder.resolve("base");
    other = folder.resolve("other");
    work = Files.createDirectory(folder.resolve("work"));
    for (String name : List.of("proc", "dev", "tmp", "run", "var/tmp", "var/lib/dpkg/info")) {
      Files.createDirectories(base.resolve(name));
    }
    for (String program : PROGRAMS) {
      copy(Path.of("/usr/bin", program));
      Files.writeString(
          base.resolve("var/lib/dpkg/info/" + program + ".list"), "/.\n/usr/bin/" + program + "\n");
      String libraries = Tool.run(List.of("ldd", "/usr/bin/" + program));
      for (String word : libraries.split("\\s+")) {
        if (word.startsWith("/")) {
          copy(Path.of(word));
        }
      }
    }
    copy(Path.of("/usr/aarch64-linux-gnu/lib/libm.so.6"), other.resolve("usr/bin/ls"));
    Files.createDirectories(other.resolve("usr/lib"));
  }

  private void copy(Path file) throws IOException {
    copy(file, base.resolve(file.toString().substring(1)));
  }

  private static void copy(Path file, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    if (!Files.exists(to)) {
      Files.copy(file.toRealPath(), to);
    }
  }

  private TrialReport trial(double share, long seed) throws IOException {
    Path own = Files.createTempDirectory(work, "");
    return Trial.share(
        new Tree("amd64", base), new Tree("arm64", other), share, seed, own, (_, _, _) -> {});
  }

  @Test
  void throughAViewEveryCommandDoesWhatItDid() throws IOException {
    TrialReport report = trial(1, 1);
    assertThat(report.drawn()).containsExactlyInAnyOrderElementsOf(PROGRAMS);
    assertThat(report.unsteady()).isZero();
    assertThat(report.rows())
        .extracting(r -> r.setting() + " " + r.equal() + "/" + r.commands())
        .containsExactly("no support 0/5", "launcher 0/5", "view 5/5");
    assertThat(report.rows().get(0).causes())
        .containsExactly(new Cause("the kernel knows no fat program", 5));
    assertThat(report.rows().get(1).causes())
        .extracting(Cause::what)
        .allMatch(w -> w.matches("the loader found lib.* fat"));
    assertThat(report.rows().get(2).causes()).isEmpty();
  }

  @Test
  void theSameSeedDrawsTheSamePackages() throws IOException {
    Tree tree = new Tree("amd64", base);
    Tree second = new Tree("arm64", other);
    List<List<String>> draws =
        Stream.of(1, 1, 2, 3, 4).map(seed -> drawn(tree, second, seed)).distinct().toList();
    assertThat(drawn(tree, second, 1)).hasSize(2).isEqualTo(draws.getFirst());
    assertThat(draws).hasSizeBetween(2, 4);
  }

  private static List<String> drawn(Tree tree, Tree other, int seed) {
    try {
      return Trial.draw(tree, other, 0.4, seed).drawn();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRootWithoutDpkgIsRefused() throws IOException {
    Tool.run(List.of("rm", "-r", "" + base.resolve("var/lib/dpkg")));
    assertThatThrownBy(() -> trial(1, 1))
        .isInstanceOf(FatRefusedException.class)
        .hasMessageContaining("no root of Debian");
  }
}
