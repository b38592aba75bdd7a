package dev.elfwright.link.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.GnuHash;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.link.oracle.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names can be made to collide; looking up n of them must not take n squared steps. */
class HashFloodTest {
  @TempDir Path folder;

  /** 33 * 'b' + 'A' = 33 * 'a' + 'b': every word of these two syllables has the same hash. */
  private static List<String> names(int syllables) {
    List<String> names = List.of("");
    for (int i = 0; i < syllables; i++) {
      names = names.stream().flatMap(n -> List.of(n + "bA", n + "ab").stream()).toList();
    }
    return names;
  }

  private Path programWith(int syllables) {
    StringBuilder code = new StringBuilder();
    names(syllables).forEach(n -> code.append("void ").append(n).append("(void) {}\n"));
    Sources sources = new Sources(folder);
    sources.library("libflood.so", code.toString());
    return sources.program(
        "program",
        "int main(void) { return 0; }",
        "-Wl,--no-as-needed",
        folder.resolve("libflood.so").toString(),
        "-Wl,-rpath," + folder);
  }

  @Test
  void thousandsOfNamesOfOneHashAreRefused() throws IOException {
    assertThat(names(12).stream().map(GnuHash::hash).distinct()).hasSize(1);
    LoadGraph graph = LoadGraph.of(programWith(12), SearchEnvironment.machine());

    assertThatThrownBy(() -> Scope.of(graph))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("libflood.so")
        .hasMessageContaining("share one hash");
  }

  @Test
  void someNamesOfOneHashAreFine() throws IOException {
    LoadGraph graph = LoadGraph.of(programWith(8), SearchEnvironment.machine());

    assertThat(Scope.of(graph).lookup("abababababababab", null))
        .isInstanceOf(Binding.Definition.class);
  }
}
