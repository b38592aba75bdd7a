package dev.elfwright.link.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.link.oracle.RealLoader;
import dev.elfwright.link.oracle.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One rule of the search each, and each also held against the real loader. */
class SearchRulesTest {
  private static final String MAIN = "int main(void) { return 0; }";

  @TempDir Path temporary;
  private Path folder;
  private Sources sources;

  @BeforeEach
  void resolveLinks() throws IOException {
    folder = temporary.toRealPath();
    sources = new Sources(folder);
  }

  private LoadGraph graph(Path program, String libraryPath) throws IOException {
    LoadGraph graph =
        LoadGraph.of(
            program,
            SearchEnvironment.machine()
                .withLibraryPath(Optional.of(libraryPath).filter(p -> !p.isEmpty())));
    Map<String, String> variables =
        libraryPath.isEmpty() ? Map.of() : Map.of("LD_LIBRARY_PATH", libraryPath);
    assertThat(lines(graph)).isEqualTo(new RealLoader(variables).trace(program));
    return graph;
  }

  private LoadGraph graph(Path program) throws IOException {
    return graph(program, "");
  }

  private static LoadedObject object(LoadGraph graph, String soname) {
    return graph.objects().stream()
        .filter(o -> o.soname().filter(soname::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  /** Two copies of libx.so, and a program that needs it. */
  private Path programFor(String... options) {
    sources.library("one/libx.so", "int x;");
    sources.library("two/libx.so", "int x;");
    String[] all = java.util.Arrays.copyOf(options, options.length + 1);
    all[options.length] = "one/libx.so";
    return sources.program("program", MAIN, all);
  }

  private static String rpath(Path path) {
    return "-Wl,--disable-new-dtags,-rpath," + path;
  }

  private static String runpath(Path path) {
    return "-Wl,--enable-new-dtags,-rpath," + path;
  }

  @Test
  void rpathGoesBeforeLibraryPath() throws IOException {
    LoadGraph graph =
        graph(programFor(rpath(folder.resolve("one"))), folder.resolve("two").toString());
    assertThat(object(graph, "libx.so").foundBy())
        .isEqualTo(new FoundBy.Rpath(graph.program(), folder + "/one/", null));
  }

  @Test
  void libraryPathGoesBeforeRunpath() throws IOException {
    LoadGraph graph =
        graph(programFor(runpath(folder.resolve("one"))), folder.resolve("two").toString());
    assertThat(object(graph, "libx.so").foundBy())
        .isEqualTo(new FoundBy.LibraryPath(folder + "/two/", null));
  }

  @Test
  void runpathGoesBeforeTheCache() throws IOException {
    sources.library("own/libz.so.1", "int x;");
    Path program =
        sources.program("program", MAIN, "own/libz.so.1", runpath(folder.resolve("own")));
    assertThat(object(graph(program), "libz.so.1").path())
        .isEqualTo(folder.resolve("own/libz.so.1"));
  }

  @Test
  void rpathReachesDownToTheLibrariesOfLibraries() throws IOException {
    sources.library("one/libx.so", "int x;");
    sources.library("liby.so", "int y;", "one/libx.so");
    Path program =
        sources.program(
            "program",
            MAIN,
            "liby.so",
            "-Wl,-rpath-link,one",
            rpath(Path.of(folder + ":" + folder.resolve("one"))));
    LoadGraph graph = graph(program);
    assertThat(object(graph, "libx.so").foundBy())
        .isEqualTo(new FoundBy.Rpath(graph.program(), folder + "/one/", null));
    assertThat(object(graph, "libx.so").loadedFor()).contains(object(graph, "liby.so"));
  }

  @Test
  void runpathDoesNotReachDown() throws IOException {
    sources.library("one/libx.so", "int x;");
    sources.library("liby.so", "int y;", "one/libx.so");
    Path program =
        sources.program(
            "program",
            MAIN,
            "liby.so",
            "-Wl,-rpath-link,one",
            runpath(Path.of(folder + ":" + folder.resolve("one"))));
    LoadGraph graph = graph(program);
    assertThat(graph.missing()).hasSize(1);
    MissingLibrary missing = graph.missing().getFirst();
    assertThat(missing.name()).isEqualTo("libx.so");
    assertThat(missing.neededBy()).isEqualTo(object(graph, "liby.so"));
    assertThat(missing.tried()).contains("/lib/x86_64-linux-gnu/libx.so: not there");
  }

  @Test
  void anObjectWithRunpathIgnoresEveryRpath() throws IOException {
    sources.library("one/libx.so", "int x;");
    sources.library("two/libx.so", "int x;");
    sources.library("liby.so", "int y;", "one/libx.so", runpath(folder.resolve("two")));
    Path program =
        sources.program(
            "program",
            MAIN,
            "liby.so",
            "-Wl,-rpath-link,one",
            rpath(Path.of(folder + ":" + folder.resolve("one"))));
    LoadGraph graph = graph(program);
    assertThat(object(graph, "libx.so").foundBy())
        .isEqualTo(new FoundBy.Runpath(object(graph, "liby.so"), folder + "/two/", null));
  }

  @Test
  void originIsTheFolderOfTheFileThatHasTheText() throws IOException {
    sources.library("deep/inner/libx.so", "int x;");
    sources.library("deep/liby.so", "int y;", "deep/inner/libx.so", "-Wl,-rpath,$ORIGIN/inner");
    Path program =
        sources.program(
            "program",
            MAIN,
            "deep/liby.so",
            "-Wl,-rpath-link,deep/inner",
            "-Wl,-rpath,${ORIGIN}/deep");
    LoadGraph graph = graph(program);
    assertThat(object(graph, "libx.so").path()).isEqualTo(folder.resolve("deep/inner/libx.so"));
  }

  @Test
  void theKernelFollowsLinksBeforeOriginIsTaken() throws IOException {
    Path program = programFor("-Wl,-rpath,$ORIGIN/one");
    Path link = Files.createSymbolicLink(folder.resolve("two/link"), program);
    LoadGraph graph = LoadGraph.of(link, SearchEnvironment.machine());
    assertThat(object(graph, "libx.so").path()).isEqualTo(folder.resolve("one/libx.so"));
    assertThat(lines(graph)).isEqualTo(new RealLoader().trace(link));
  }

  @Test
  void libAndPlatformAreReplaced() throws IOException {
    SearchEnvironment machine = SearchEnvironment.machine();
    sources.library(machine.lib() + "/libx.so", "int x;");
    sources.library(machine.hardware().platform() + "/liby.so", "int y;");
    Path program =
        sources.program(
            "program",
            MAIN,
            machine.lib() + "/libx.so",
            machine.hardware().platform() + "/liby.so",
            "-Wl,-rpath,$ORIGIN/$LIB:$ORIGIN/${PLATFORM}:$ORIGIN/$LIBRARY");
    LoadGraph graph = graph(program);
    assertThat(object(graph, "libx.so").path())
        .isEqualTo(folder.resolve(machine.lib()).resolve("libx.so"));
    assertThat(graph.missing()).isEmpty();
  }

  @Test
  void theBestSubfolderThatTheProcessorMayUseWins() throws IOException {
    Path program = programFor(runpath(folder.resolve("two")));
    for (String subfolder :
        List.of("glibc-hwcaps/x86-64-v2", "glibc-hwcaps/x86-64-v3", "tls", "haswell", "x86_64")) {
      sources.library("two/" + subfolder + "/libx.so", "int x;");
    }
    LoadGraph graph = graph(program);
    List<String> levels = Hardware.current().levels();
    if (levels.contains("x86-64-v3")) {
      assertThat(object(graph, "libx.so").foundBy())
          .isEqualTo(
              new FoundBy.Runpath(graph.program(), folder + "/two/", "glibc-hwcaps/x86-64-v3"));
    }
    assertThat(graph.absent()).doesNotContain(folder.resolve("two/libx.so"));
  }

  @Test
  void olderSubfoldersAreTriedInTheLoadersOrder() throws IOException {
    Path program = programFor(runpath(folder.resolve("two")));
    for (String subfolder : List.of("haswell/x86_64", "tls/x86_64", "x86_64", "avx512_1")) {
      sources.library("two/" + subfolder + "/libx.so", "int x;");
      graph(program);
    }
  }

  @Test
  void aNameWithASlashIsAPath() throws IOException {
    Path library = sources.unnamedLibrary("one/libx.so", "int x;");
    LoadGraph graph = graph(sources.program("program", MAIN, library.toString()));
    assertThat(graph.objects().get(1).foundBy()).isEqualTo(new FoundBy.ExactPath());
  }

  @Test
  void aSonameAnswersForTheNameOfAnotherFile() throws IOException {
    Path library = sources.unnamedLibrary("one/libx.so", "int x;");
    sources.library("two/libz.so", "int x;");
    sources.library("liby.so", "int y;", "two/libz.so");
    Path program =
        sources.program(
            "program",
            MAIN,
            library.toString(),
            "liby.so",
            "-Wl,-rpath-link,two",
            rpath(Path.of(folder + ":" + folder.resolve("two"))));
    sources.library("one/libx.so", "int x;", "-Wl,-soname,libz.so");
    LoadGraph graph = graph(program);
    Need need = object(graph, "liby.so").needs().getFirst();
    assertThat(need.object().orElseThrow().path()).isEqualTo(library);
    assertThat(need.rule()).contains(new FoundBy.AlreadyLoaded(FoundBy.Match.SONAME));
  }

  @Test
  void aFileWithTwoNamesIsLoadedOnce() throws IOException {
    Path library = sources.unnamedLibrary("one/libx.so", "int x;");
    Path link = Files.createSymbolicLink(folder.resolve("link.so"), library);
    LoadGraph graph = graph(sources.program("program", MAIN, library.toString(), link.toString()));
    assertThat(graph.program().needs().get(1).rule())
        .contains(new FoundBy.AlreadyLoaded(FoundBy.Match.SAME_FILE));
    assertThat(graph.program().needed())
        .containsExactlyElementsOf(
            List.of(graph.objects().get(1), graph.objects().get(1), object(graph, "libc.so.6")));
  }

  @Test
  void librariesForOtherMachinesArePassedOver() throws IOException {
    Path program =
        programFor(runpath(Path.of(folder.resolve("two") + ":" + folder.resolve("one"))));
    sources.library("two/libx.so", "int x;", "-m32", "-nostdlib");
    LoadGraph graph = graph(program);
    assertThat(object(graph, "libx.so").path()).isEqualTo(folder.resolve("one/libx.so"));
    assertThat(graph.rejected()).containsExactly(folder.resolve("two/libx.so"));
  }

  @Test
  void whatIsNoLibraryEndsTheSearch() throws IOException {
    Path program =
        programFor(runpath(Path.of(folder.resolve("two") + ":" + folder.resolve("one"))));
    sources.text("two/libx.so", "GROUP ( libx.so.1 )");
    LoadGraph graph = LoadGraph.of(program, SearchEnvironment.machine());
    assertThat(graph.missing()).extracting(MissingLibrary::name).containsExactly("libx.so");
    assertThat(graph.missing().getFirst().reason()).contains("two/libx.so");
    assertThat(new RealLoader().trace(program).getFirst()).contains("two/libx.so");
  }

  @Test
  void nodeflibKeepsTheSearchOutOfTheDefaultFolders() throws IOException {
    sources.library("one/libx.so", "int x;", "-nostdlib");
    sources.library("two/libz.so.1", "int z;", "-nostdlib");
    String[] options = {
      "-nostdlib", "-e", "main", "one/libx.so", "two/libz.so.1", runpath(folder.resolve("one"))
    };
    assertThat(graph(sources.program("usual", MAIN, options)).missing()).isEmpty();
    String[] closed = java.util.Arrays.copyOf(options, options.length + 1);
    closed[options.length] = "-Wl,-z,nodefaultlib";
    LoadGraph graph = graph(sources.program("closed", MAIN, closed));
    assertThat(graph.missing()).extracting(MissingLibrary::name).containsExactly("libz.so.1");
    assertThat(graph.missing().getFirst().tried().getLast()).contains("DF_1_NODEFLIB");
  }

  @Test
  void anEmptyElementIsTheWorkingDirectory() throws IOException {
    Path program = programFor(runpath(folder.resolve("one")));
    LoadGraph graph = graph(program, ":" + folder.resolve("two") + ";" + folder.resolve("three"));
    assertThat(object(graph, "libx.so").path()).isEqualTo(folder.resolve("two/libx.so"));
    assertThat(graph.absent()).contains(Path.of("libx.so"));
  }

  @Test
  void everyPlaceThatWouldHaveBeenPreferredIsReported() throws IOException {
    Path program =
        programFor(runpath(Path.of(folder.resolve("nowhere") + ":" + folder.resolve("one"))));
    LoadGraph graph = graph(program, folder.resolve("two/deeper").toString());
    assertThat(graph.absent())
        .contains(
            folder.resolve("two/deeper"),
            folder.resolve("nowhere"),
            folder.resolve("one/glibc-hwcaps"),
            folder.resolve("one/libc.so.6"));
  }

  @Test
  void aFilteeStandsBeforeItsFilter() throws IOException {
    sources.library("liby.so", "int y;");
    sources.library("libx.so", "int x;", "-Wl,-f,liby.so", "-Wl,-f,libnone.so", runpath(folder));
    Path program = sources.program("program", MAIN, "libx.so", runpath(folder));
    LoadGraph graph = LoadGraph.of(program, SearchEnvironment.machine());
    assertThat(graph.missing()).isEmpty();
    assertThat(graph.objects())
        .extracting(o -> o.path().getFileName().toString())
        .startsWith("program", "liby.so", "libx.so", "libc.so.6");
    assertThat(graph.initOrder().stream().map(LoadedObject::name).filter(n -> !n.isEmpty()))
        .containsExactlyElementsOf(new RealLoader().constructors(program));
  }

  @Test
  void preloadedLibrariesStandBehindTheProgram() throws IOException {
    Path extra = sources.library("two/libextra.so", "int extra;");
    Path program = programFor(runpath(folder.resolve("one")));
    LoadGraph graph =
        LoadGraph.of(program, SearchEnvironment.machine().withPreload(List.of(extra.toString())));
    assertThat(graph.objects().get(1).foundBy())
        .isEqualTo(new FoundBy.Preload(new FoundBy.ExactPath()));
    RealLoader preloading = new RealLoader(Map.of("LD_PRELOAD", extra.toString()));
    assertThat(lines(graph)).isEqualTo(preloading.trace(program));
    assertThat(graph.initOrder().stream().map(LoadedObject::name).filter(n -> !n.isEmpty()))
        .containsExactlyElementsOf(preloading.constructors(program));
  }

  @Test
  void constructorsOfLibrariesInACircleRunInTheLoadersOrder() throws IOException {
    sources.library("libb.so", "int b;");
    sources.library("liba.so", "int a;", "libb.so", rpath(folder));
    sources.library("libc1.so", "int c;", "liba.so", rpath(folder));
    sources.library("libb.so", "int b;", "libc1.so", rpath(folder));
    sources.library("libfirst.so", "int f;", "-Wl,-z,initfirst", rpath(folder));
    Path program =
        sources.program("program", MAIN, "libc1.so", "libb.so", "libfirst.so", rpath(folder));
    LoadGraph graph = graph(program);
    assertThat(graph.initOrder().stream().map(LoadedObject::name).filter(n -> !n.isEmpty()))
        .containsExactlyElementsOf(new RealLoader().constructors(program));
    assertThat(graph.initOrder().getFirst()).isEqualTo(object(graph, "libfirst.so"));
  }

  @Test
  void aStaticProgramIsRefused() {
    Path program = sources.program("program", MAIN, "-static", "-no-pie");
    assertThatThrownBy(() -> LoadGraph.of(program, SearchEnvironment.machine()))
        .isInstanceOf(NotDynamicException.class)
        .hasMessage(program + ": statically linked: it has no dynamic section");
  }

  private static List<String> lines(LoadGraph graph) {
    return graph.listing().stream().map(Listing::toString).toList();
  }
}
