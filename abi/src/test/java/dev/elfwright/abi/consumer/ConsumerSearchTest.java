package dev.elfwright.abi.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.abi.diff.Victims;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.LibraryReader;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose library it is, by the loader's own search, scopes and versions. */
class ConsumerSearchTest {
  private static final String MAIN =
      "int foo(void), bar(void); int main(void) { return foo() * 10 + bar(); }";

  @TempDir private Path folder;

  /** A library whose functions return a digit. */
  private Path library(String file, int digit, String... functions) throws IOException {
    StringBuilder source = new StringBuilder();
    for (String name : functions) {
      source.append("int %s(void) { return %d; }%n".formatted(name, digit));
    }
    Path library = folder.resolve(file);
    Files.createDirectories(library.getParent());
    Files.writeString(folder.resolve("lib.c"), source);
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-shared",
            "-fPIC",
            "-Wl,-soname," + library.getFileName(),
            "lib.c",
            "-o",
            file));
    return library;
  }

  private Path program(String name, String source, String... more) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("main.c"), source);
    List<String> command = new ArrayList<>(List.of("gcc", "main.c", "-o", "bin/" + name));
    command.addAll(List.of("-Wl,--no-as-needed", "-Wl,-rpath-link,."));
    command.addAll(List.of(more));
    Tool.run(folder, command);
    return folder.resolve("bin").resolve(name);
  }

  private static int run(Path program) throws IOException, InterruptedException {
    return new ProcessBuilder(program.toString()).start().waitFor();
  }

  private ConsumerSearch search(Path library, Path... paths) throws IOException {
    return search(library, SearchEnvironment.machine(), paths);
  }

  private static ConsumerSearch search(Path library, SearchEnvironment environment, Path... paths)
      throws IOException {
    LibraryAbi abi = LibraryReader.readSymbols(library);
    return ConsumerSearch.of(abi, List.of(paths), environment);
  }

  private static List<Path> files(ConsumerSearch search) {
    return search.consumers().stream().map(Consumer::file).toList();
  }

  @Test
  void theSearchOfEachProgramDecides() throws Exception {
    Path one = library("a/libx.so", 1, "foo", "bar");
    Path two = library("b/libx.so", 2, "foo", "bar");
    Path first = program("first", MAIN, "a/libx.so", "-Wl,-rpath,$ORIGIN/../a");
    Path second = program("second", MAIN, "b/libx.so", "-Wl,-rpath,$ORIGIN/../b");
    assertThat(List.of(run(first), run(second))).containsExactly(11, 22);

    ConsumerSearch found = search(one, folder.resolve("bin"));
    assertThat(files(found)).containsExactly(first);
    assertThat(found.elsewhere())
        .singleElement()
        .satisfies(e -> {
          assertThat(e.file()).isEqualTo(second);
          assertThat(e.library().toRealPath()).isEqualTo(two.toRealPath());
        });
    // LD_LIBRARY_PATH counts before DT_RUNPATH.
    SearchEnvironment other =
        SearchEnvironment.machine()
            .withLibraryPath(java.util.Optional.of(folder.resolve("a").toString()));
    assertThat(files(search(one, other, folder.resolve("bin")))).containsExactly(first, second);
  }

  @Test
  void whatAnotherLibraryAnswersFirstIsNoUse() throws Exception {
    library("liba.so", 3, "foo");
    Path library = library("libx.so", 1, "foo", "bar");
    Path program = program("program", MAIN, "./liba.so", "./libx.so", "-Wl,-rpath,$ORIGIN/..");
    assertThat(run(program)).isEqualTo(31);
    assertThat(search(library, program).consumers().getFirst().uses()).containsOnlyKeys("bar");

    Path turned = program("turned", MAIN, "./libx.so", "./liba.so", "-Wl,-rpath,$ORIGIN/..");
    assertThat(run(turned)).isEqualTo(11);
    assertThat(search(library, turned).consumers().getFirst().uses())
        .containsOnlyKeys("foo", "bar");
    // The library that comes first may be there only because LD_PRELOAD says so.
    SearchEnvironment preloaded =
        SearchEnvironment.machine().withPreload(List.of(folder.resolve("liba.so").toString()));
    assertThat(search(library, preloaded, turned).consumers().getFirst().uses())
        .containsOnlyKeys("bar");
  }

  @Test
  void aProgramUsesWhatAnotherLibraryBringsAlong() throws Exception {
    Path library = library("libx.so", 1, "foo", "bar");
    Files.writeString(folder.resolve("q.c"), "int foo(void); int q(void) { return foo(); }");
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-shared",
            "-fPIC",
            "-Wl,-soname,libq.so",
            "q.c",
            "./libx.so",
            "-Wl,-rpath,$ORIGIN",
            "-o",
            "libq.so"));
    // Linked with a libq.so that has the functions itself.
    library("stub/libq.so", 0, "foo", "bar");
    Path user = program("user", MAIN, "stub/libq.so", "-Wl,-rpath,$ORIGIN/..");
    Path other =
        program(
            "other",
            "int q(void); int main(void) { return q(); }",
            "./libq.so",
            "-Wl,-rpath,$ORIGIN/..");
    assertThat(List.of(run(user), run(other))).containsExactly(11, 1);
    ConsumerSearch found = search(library, folder.resolve("bin"), folder.resolve("libq.so"));
    assertThat(files(found)).containsExactly(user, folder.resolve("libq.so"));
  }

  @Test
  void aBuildStandsForWhatIsInstalled() throws IOException {
    library("installed/libx.so", 1, "foo", "bar");
    Path build = library("build/libx.so", 2, "foo", "bar");
    library("private/libx.so", 3, "foo", "bar");
    Path user = program("user", MAIN, "installed/libx.so");
    Path other = program("other", MAIN, "private/libx.so", "-Wl,-rpath,$ORIGIN/../private");
    List<String> folders = new ArrayList<>(SearchEnvironment.machine().systemFolders());
    folders.add(folder.resolve("installed") + "/");
    SearchEnvironment environment = SearchEnvironment.machine().withSystemFolders(folders);

    ConsumerSearch found = search(build, environment, folder.resolve("bin"));
    assertThat(files(found)).containsExactly(user);
    assertThat(found.elsewhere()).extracting(ConsumerSearch.Elsewhere::file).containsExactly(other);
    // Nobody has it in a default folder: whoever needs the name may get it.
    assertThat(files(search(build, folder.resolve("bin")))).containsExactly(other, user);
  }

  @Test
  void roomForALaterLibraryIsThatOfTheProgram() throws IOException {
    Path library = library("libx.so", 1, "foo");
    Path plain = program("plain", "int main(void) { return 0; }");
    Path aligned =
        program(
            "aligned",
            "__thread char c __attribute__((aligned(256))); int main(void) { return c; }");
    Victims late = new Victims.LateLoaders(64, 256);
    ConsumerSearch found = search(library, plain, aligned);
    assertThat(late.hits(found.consumers().getFirst()))
        .hasValueSatisfying(why ->
            assertThat(why)
                .contains("aligned to 256, needs more than 1712 bytes or an alignment of 64"));
    assertThat(late.hits(found.consumers().getLast())).isEmpty();
    assertThat(found.consumers().getFirst().loading())
        .isEqualTo(new Consumer.Loading.Later(StaticRoom.PLAIN));
  }
}
