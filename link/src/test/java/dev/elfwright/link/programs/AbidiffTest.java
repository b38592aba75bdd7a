package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C++ that walks debugging information with elfutils. */
class AbidiffTest {
  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void findsWhatChangedInALibrary(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide abidiff = SideBySide.of("/usr/bin/abidiff", mode, folder);
    String seen =
        abidiff.behaveAlike(stage -> {
          library(stage, "old", "int x;", "int gone(void) { return 1; }");
          library(stage, "new", "int x; long y;", "");
          return stage.run("old.so", "new.so").toString() + stage.run("old.so", "old.so");
        });
    assertThat(seen).contains("exit=12").contains("'function int gone()'").contains("exit=0");
  }

  private static void library(Stage stage, String name, String members, String more)
      throws IOException, InterruptedException {
    stage.write(
        name + ".c",
        "struct s { %s };\nint use(struct s *s) { return s->x; }\n%s\n".formatted(members, more));
    stage.command("gcc", "-g", "-shared", "-fPIC", "-o", name + ".so", name + ".c").ofSuccess();
  }
}
