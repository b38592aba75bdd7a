package dev.elfwright.natives;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that the documentation shows. */
class NativesSnippetTest {
  @TempDir private Path folder;

  private static void check(Path jar) throws IOException {
    // @start region="assert"
    Natives.in(jar)
        .assertGlibcAtMost("2.28")
        .assertNeededOnly("libc.so.6", "libm.so.6", "ld-linux*")
        .assertNoExecutableStack()
        .assertLoadsOnPages(16384)
        .assertJniSymbols();
    // @end
  }

  private void compile(String... more) throws IOException {
    Files.writeString(folder.resolve("code.c"), "int f(void) { return 1; }");
    List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "code.c"));
    command.addAll(List.of("-o", "libf.so", "-Wl,-z,max-page-size=16384"));
    command.addAll(List.of(more));
    Tool.run(folder, command);
  }

  @Test
  void aGoodLibraryPasses() throws IOException {
    compile();
    check(folder);
  }

  @Test
  void aLibraryWithExecutableStackDoesNot() throws IOException {
    compile("-Wl,-z,execstack");
    assertThatThrownBy(() -> check(folder))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("stack");
  }
}
