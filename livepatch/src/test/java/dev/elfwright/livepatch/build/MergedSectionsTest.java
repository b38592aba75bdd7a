package dev.elfwright.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedSectionsTest {
  private static final String SOURCE =
      """
      int global;
      static long zeros[100];
      static int one = 1;
      static const int table[] = {1, 2, 3};
      static int named __attribute__((section(".data.once"))) = 7;
      __attribute__((noinline)) static int local(int i) { return table[i & 1] + one++ + named++; }
      __attribute__((cold)) int rare(int i) { return local(i); }
      int frequent(int i)
      {
        if (__builtin_expect(i == 3, 0))
          rare(zeros[i]++);
        return i > global ? local(i + 1) : local(i);
      }
      """;

  @TempDir private Path folder;

  @Test
  void mergedSectionsAreWhatGccWritesWithoutThem() throws IOException {
    Path source = Files.writeString(folder.resolve("a.c"), SOURCE);
    compile(source, "apart.s", "-g", "-S", "-ffunction-sections", "-fdata-sections");
    MergedSections.write(folder.resolve("apart.s"), folder.resolve("merged.s"));
    compile(folder.resolve("merged.s"), "merged.o", "-c");
    compile(folder.resolve("apart.s"), "apart.o", "-c");
    compile(source, "plain.o", "-c");
    assertThat(dump("merged.o")).isEqualTo(dump("plain.o")).isNotEqualTo(dump("apart.o"));
  }

  private void compile(Path source, String target, String... flags) {
    List<String> command =
        new ArrayList<>(List.of("gcc", "-O2", "-fno-pic", "-fno-asynchronous-unwind-tables"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-o", folder.resolve(target).toString(), source.toString()));
    Tool.run(folder, command);
  }

  private String dump(String object) {
    return Tool.run(List.of("objdump", "-drst", folder.resolve(object).toString()))
        .replace(object, "");
  }
}
