package dev.elfwright.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.link.graph.DependencySort;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which loaders have the tunables of the static block is asked of the loader, not of its number.
 */
class TunablesTest {
  @TempDir private Path folder;

  private boolean areKnown(String declaration) throws IOException {
    Files.writeString(
        folder.resolve("l.c"), declaration + " void *f(void) { return (void *)list; }");
    Tool.run(folder, List.of("gcc", "-shared", "-fPIC", "l.c", "-o", "l.so"));
    try (ElfModel model = Elf.open(folder.resolve("l.so"))) {
      return LoaderFile.hasStaticTunables(model);
    }
  }

  @Test
  void aLoaderThatListsThemHasThem() throws IOException {
    assertThat(areKnown("const char list[] = \"xglibc.rtld.optional_static_tls\";")).isTrue();
    assertThat(areKnown("const char list[] = \"glibc.rtld.optional_static_tlg\";")).isFalse();
    assertThat(areKnown("char list[] = \"glibc.rtld.optional_static_tls\";")).isFalse();
    assertThat(
            areKnown(
                "struct { char name[40]; void *p; } const list[] ="
                    + " {{\"glibc.rtld.optional_static_tls\", (void *)&list}};"))
        .isTrue();
  }

  /**
   * The block of a statically linked program is made by its own code: a loader that comes with the
   * libc it opens has no say. 2.31 as released keeps 2,048 bytes (elf/dl-support.c), Debian's 656.
   */
  @Test
  void aStaticallyLinkedProgramIsAskedItself() throws IOException {
    String listed = "const char list[] __attribute__((used)) = \"glibc.rtld.optional_static_tls\";";
    build("ld.so.1", listed, "-shared", "-fPIC");
    build(
        "libc.so.6",
        "void exit_(void) {}",
        "-shared",
        "-fPIC",
        "-Wl,-soname,libc.so.6,--no-as-needed,-rpath,$ORIGIN,--version-script=libc.map",
        "-l:ld.so.1");
    build("without", "void _start(void) {}", "-static");
    build("with", listed + "void _start(void) {}", "-static");
    assertThat(surplus("without")).isEqualTo(2048);
    assertThat(surplus("with")).isEqualTo(656);
  }

  private void build(String name, String c, String... options) throws IOException {
    Files.writeString(folder.resolve("libc.map"), "GLIBC_2.31 { global: *; };");
    Files.writeString(folder.resolve("b.c"), c);
    List<String> command = new ArrayList<>(List.of("gcc", "-nostdlib", "b.c", "-L.", "-o", name));
    command.addAll(List.of(options));
    Tool.run(folder, command);
  }

  private long surplus(String program) throws IOException {
    SearchEnvironment environment =
        SearchEnvironment.machine().withLibraryPath(Optional.of(folder.toString()));
    return TlsLayout.of(folder.resolve(program), TlsOptions.of(environment)).surplus();
  }

  @Test
  void theLoaderOfThisMachineHasThem() throws IOException {
    try (ElfModel model = Elf.open(Path.of("/lib64/ld-linux-x86-64.so.2"))) {
      assertThat(LoaderFile.hasStaticTunables(model)).isTrue();
    }
  }

  /** Debian's 2.36 has the newer order's last word, its number says otherwise. */
  @Test
  void theLoaderOfThisMachineTellsHowItSorts() throws IOException {
    try (ElfModel model = Elf.open(Path.of("/lib64/ld-linux-x86-64.so.2"))) {
      assertThat(LoaderFile.putsRootLast(model)).isTrue();
    }
  }

  /** The tunable for the older order came with the newer order. */
  @Test
  void theOlderOrderIsAskedForSince235() {
    Tunables older = Tunables.parse("glibc.rtld.dynamic_sort=1");
    assertThat(older.sort(new GlibcVersion(2, 36), DependencySort.DEPTH_FIRST))
        .isEqualTo(DependencySort.ORIGINAL);
    assertThat(older.sort(new GlibcVersion(2, 34), DependencySort.ORIGINAL))
        .isEqualTo(DependencySort.ORIGINAL);
    assertThat(new GlibcVersion(2, 36).sort()).isEqualTo(DependencySort.DEPTH_FIRST);
    assertThat(new GlibcVersion(2, 31).sort()).isEqualTo(DependencySort.ORIGINAL_WITH_ROOT);
  }
}
