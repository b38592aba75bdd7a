package dev.elfwright.abi.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.abi.Lab;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of the documentation. */
class AbiSnippetsTest {
  @TempDir Path folder;

  @Test
  void theExamplesSayWhatTheyShould() throws IOException {
    Lab lab = new Lab(folder);
    List<String> gcc = List.of("gcc", "-g", "-Wl,-soname,libv.so");
    Path before = lab.library("before.so", gcc, "int v[2]; int f(long x) { return v[x]; }");
    Path after = lab.library("after.so", gcc, "int v[4]; int f(long x) { return v[x]; }");
    Files.writeString(folder.resolve("main.c"), "extern int v[]; int main(void) { return v[0]; }");
    Tool.run(folder, List.of("gcc", "-fno-pie", "-no-pie", "main.c", "before.so", "-o", "main"));
    List<String> found = new ArrayList<>();
    AbiSnippets.declarations(before, found::add);
    assertThat(found).containsExactly("f: int (long int)", "v: int[2]");
    found.clear();
    AbiSnippets.breaks(before, after, folder.resolve("main"), found::add);
    assertThat(found)
        .containsExactly(
            "DATA-COPY-SIZE v: 16 bytes, were 8",
            "DATA-COPY-ALIGN v: aligned to 16, was 8",
            folder.resolve("main") + " breaks");
  }
}
