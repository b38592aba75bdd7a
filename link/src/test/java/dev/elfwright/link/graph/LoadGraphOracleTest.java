package dev.elfwright.link.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.link.oracle.RealLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All programs of this machine, held against the loader itself. */
class LoadGraphOracleTest {
  private final SearchEnvironment environment = SearchEnvironment.machine();
  private final RealLoader loader = new RealLoader();

  @Test
  void everyDynamicExecutableLoadsWhatTheLoaderLists() throws IOException {
    assertThat(compareAll(RealLoader.programs(false), loader::list)).isGreaterThan(200);
  }

  /**
   * {@code --list} takes {@code $ORIGIN} from the link's folder, but the kernel, when it runs the
   * program, from the file's. So here the kernel runs it.
   */
  @Test
  void everyLinkToAProgramLoadsWhatTheLoaderListsWhenTheKernelRunsIt() throws IOException {
    assertThat(compareAll(RealLoader.programs(true), loader::trace)).isGreaterThan(20);
  }

  private int compareAll(List<Path> programs, Function<Path, List<String>> real)
      throws IOException {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Path program : programs) {
      Optional<LoadGraph> graph = graphOf(program);
      if (graph.isPresent()) {
        compared++;
        List<String> ours = lines(graph.get());
        List<String> theirs = real.apply(program);
        if (!ours.equals(theirs)) {
          differences.add(program + "\n  ours   " + ours + "\n  theirs " + theirs);
        }
      }
    }
    assertThat(differences).isEmpty();
    return compared;
  }

  /** Empty for what is statically linked, for scripts, and for programs of another loader. */
  private Optional<LoadGraph> graphOf(Path program) throws IOException {
    try {
      LoadGraph graph = LoadGraph.of(program, environment);
      return graph
          .program()
          .model()
          .interpreter()
          .filter(interpreter -> interpreter.contains("ld-linux-x86-64"))
          .map(_ -> graph);
    } catch (NotDynamicException | ElfFormatException e) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffmpeg",
        "mpv",
        "inkscape",
        "git",
        "gdb",
        "curl",
        "qemu-system-x86_64",
        "vim.nox"
      })
  void constructorsRunInTheLoadersOrder(String name) throws IOException {
    Path program = Path.of("/usr/bin", name);
    LoadGraph graph = LoadGraph.of(program, environment);
    List<String> ours = graph.initOrder().stream().map(LoadedObject::name).toList();
    assertThat(ours).endsWith("");
    assertThat(ours.subList(0, ours.size() - 1)).isEqualTo(loader.constructors(program));
  }

  private static List<String> lines(LoadGraph graph) {
    return graph.listing().stream().map(Listing::toString).toList();
  }
}
