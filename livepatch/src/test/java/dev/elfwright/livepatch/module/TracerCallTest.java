package dev.elfwright.livepatch.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a compiler puts at the start of functions, with landing pads and without. */
class TracerCallTest {
  private static final String SOURCE =
      """
      int counter;
      int traced(int by) { counter += by; return counter; }
      __attribute__((no_instrument_function)) int untraced(int by) { counter -= by; return counter; }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"none", "branch"})
  void aFunctionIsTracedThatStartsWithTheCall(String protection) throws IOException {
    Path source = Files.writeString(folder.resolve("code.c"), SOURCE);
    Path made = folder.resolve("code.ko");
    Tool.run(
        List.of(
            "gcc",
            "-c",
            "-O2",
            "-fno-pic",
            "-pg",
            "-mfentry",
            "-fcf-protection=" + protection,
            "-o",
            made.toString(),
            source.toString()));
    KernelObject object = KernelObject.open(made);

    assertThat(isTraced("traced", object)).isTrue();
    assertThat(isTraced("untraced", object)).isFalse();
  }

  private static boolean isTraced(String function, KernelObject object) {
    return TracerCall.isAtStartOf(object.symbols().find(function, 0).orElseThrow(), object);
  }
}
