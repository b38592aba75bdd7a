package dev.elfwright.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.link.graph.DependencySort;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
