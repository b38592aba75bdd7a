package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import dev.elfwright.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs look for their files beside themselves; those stand beside the original. */
class OwnPathTest {
  private static final String PROGRAM =
      """
      #define _GNU_SOURCE
      #include <fcntl.h>
      #include <limits.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <unistd.h>
      static void show(const char *how, const char *path) { printf("%s %s\\n", how, path); }
      int main(int argc, char **argv) {
        char link[PATH_MAX + 1] = "", own[64];
        volatile size_t room = PATH_MAX;
        snprintf(own, sizeof own, "/proc/%d/exe", getpid());
        if (readlink("/proc/self/exe", link, room) > 0) show("readlink", link);
        if (readlink(own, link, room) > 0) show("readlink of process", link);
        if (readlinkat(AT_FDCWD, "/proc/self/exe", link, room) > 0) show("readlinkat", link);
        if (realpath("/proc/self/exe", link)) show("realpath", link);
        show("allocated", realpath(own, NULL));
        show("argv[0]", realpath(argv[0], NULL));
        show("canonical", canonicalize_file_name(argv[0]));
        show("other", realpath("/usr/bin/..", NULL));
        printf("%zd\\n", readlink("/proc/self/exe", link, 3));
        link[3] = 0;
        show("cut", link);
        return realpath("/no/such/file", NULL) != NULL;
      }
      """;

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void isThatOfTheOriginal(AddressMode mode, @TempDir Path folder, @TempDir Path sources)
      throws Exception {
    Files.writeString(sources.resolve("program.c"), PROGRAM);
    for (String fortify : List.of("0", "2")) {
      Tool.run(
          sources,
          List.of("gcc", "-O2", "-w", "-D_FORTIFY_SOURCE=" + fortify, "-oprogram", "program.c"));
      SideBySide program = SideBySide.of(sources.resolve("program").toString(), mode, folder);
      String seen =
          program.behaveAlike(stage -> stage.command(stage.file().toString()).ofSuccess());
      assertThat(seen).contains("argv[0] " + sources.resolve("program")).contains("cut /");
    }
  }
}
