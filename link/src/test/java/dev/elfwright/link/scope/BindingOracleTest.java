package dev.elfwright.link.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.NotDynamicException;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.link.oracle.RealLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Programs of this machine, held against {@code LD_BIND_NOW=1 LD_DEBUG=bindings}: up to the first
 * constructor each binding is the same, and there is no other. What is not compared, and why:
 *
 * <ul>
 *   <li>programs with set-user-ID or set-group-ID: the loader ignores LD_DEBUG in them;
 *   <li>look-ups in the kernel's vDSO, which belong to no relocation;
 *   <li>the loader's own look-ups of malloc, calloc, realloc and free in the name of the program
 *       (elf/dl-minimal.c) are expected of every program.
 * </ul>
 */
class BindingOracleTest {
  /** Programs for which others are measured and fused, or that have something special. */
  private static final List<String> NAMED =
      List.of(
          "ffmpeg",
          "mpv",
          "inkscape",
          "clang-14",
          "qemu-system-x86_64",
          "postgres",
          "gdb",
          "python3.11",
          "git",
          "curl",
          "vim.nox",
          "abidiff",
          "openssl",
          "bash",
          "ls",
          "gcc-12",
          // Two libraries define the same unique symbol under different versions.
          "apt");

  /**
   * Every n-th of the others; all of them take two minutes: {@code -Delfwright.bindings.step=1}.
   */
  private static final int STEP = Integer.getInteger("elfwright.bindings.step", 8);

  private final SearchEnvironment environment = SearchEnvironment.machine();

  @Test
  void everyReferenceIsBoundAsTheLoaderBindsIt() throws IOException {
    List<String> differences = new ArrayList<>();
    int programs = 0;
    for (Path program : programs()) {
      LoadGraph graph;
      try {
        graph = LoadGraph.of(program, environment);
      } catch (NotDynamicException | ElfFormatException e) {
        continue;
      }
      if (!isRunByTheLoader(graph)) {
        continue;
      }
      programs++;
      compare(program, bindings(graph), new RealLoader().bindings(program), differences);
    }
    assertThat(differences).isEmpty();
    assertThat(programs).isGreaterThanOrEqualTo(100);
  }

  private static List<Path> programs() throws IOException {
    Set<Path> chosen = new LinkedHashSet<>();
    for (String name : NAMED) {
      Path usual = Path.of("/usr/bin", name);
      Path debian = Path.of("/usr/lib/postgresql/15/bin", name);
      Path program = Files.exists(usual) ? usual : debian;
      assertThat(program).exists();
      chosen.add(program.toRealPath());
    }
    List<Path> all = RealLoader.programs(false);
    for (int i = 0; i < all.size(); i += STEP) {
      chosen.add(all.get(i));
    }
    return List.copyOf(chosen);
  }

  private static boolean isRunByTheLoader(LoadGraph graph) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(graph.program().path());
    int special = (Integer) Files.getAttribute(graph.program().path(), "unix:mode") & 06000;
    return mode.contains(PosixFilePermission.OWNER_EXECUTE)
        && special == 0
        && graph.missing().isEmpty()
        && graph.program().model().interpreter().filter(i -> i.contains("ld-linux")).isPresent();
  }

  private static Set<String> bindings(LoadGraph graph) {
    return BindingsLikeLoader.of(Scope.of(graph));
  }

  private static void compare(
      Path program, Set<String> ours, Set<String> theirs, List<String> differences) {
    if (!ours.equals(theirs)) {
      Set<String> onlyOurs = new TreeSet<>(ours);
      onlyOurs.removeAll(theirs);
      Set<String> onlyTheirs = new TreeSet<>(theirs);
      onlyTheirs.removeAll(ours);
      differences.add(
          "%s\n  %d only ours:   %s\n  %d only theirs: %s"
              .formatted(
                  program,
                  onlyOurs.size(),
                  onlyOurs.stream().limit(3).toList(),
                  onlyTheirs.size(),
                  onlyTheirs.stream().limit(3).toList()));
    }
  }
}
