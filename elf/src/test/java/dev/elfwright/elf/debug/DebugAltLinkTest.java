package dev.elfwright.elf.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files of debugging information whose common part dwz moved; readelf is the oracle. */
class DebugAltLinkTest {
  @TempDir private Path folder;
  private DebugFiles files;

  @BeforeEach
  void share() throws IOException {
    folder = folder.toRealPath();
    files = new DebugFiles(folder.resolve("root"));
    for (String name : List.of("a", "b")) {
      Files.writeString(
          folder.resolve(name + ".c"),
          "#include <stdio.h>\n#include <stdlib.h>\nint main(void) { return printf(\"%s\"); }\n"
              .replace("%s", name));
      Tool.run(folder, List.of("gcc", "-g", "-Wl,--build-id", name + ".c", "-o", name));
    }
    Tool.run(folder, List.of("dwz", "-m", "shared", "-M", "shared", "a", "b"));
  }

  private DebugAltLink link() throws IOException {
    try (ElfModel model = Elf.open(folder.resolve("a"))) {
      return DebugAltLink.of(model).orElseThrow();
    }
  }

  private Optional<Path> found() throws IOException {
    try (ElfModel model = Elf.open(folder.resolve("a"))) {
      return files.findShared(model, folder.resolve("a"));
    }
  }

  @Test
  void theLinkIsThatOfReadelf() throws IOException {
    DebugAltLink link = link();
    assertThat(link.path()).isEqualTo("shared");
    String shown = Tool.output(List.of("readelf", "--debug-dump=links", folder.resolve("a") + ""));
    String id = shown.substring(shown.indexOf("Build-ID")).replaceAll("(?s)\\n\\n.*", "");
    assertThat(id.substring(id.indexOf(':') + 1).replaceAll("\\s", "")).isEqualTo(link.id().hex());
  }

  @Test
  void theSharedFileIsFoundByItsPathAndByItsBuildId() throws IOException {
    assertThat(found()).contains(folder.resolve("shared"));
    Path place = files.place(link().id());
    Files.createDirectories(place.getParent());
    Files.move(folder.resolve("shared"), place);
    assertThat(found()).contains(place);
  }

  @Test
  void aFileOfAnotherBuildIdIsPassedOver() throws IOException {
    Files.delete(folder.resolve("shared"));
    Files.copy(folder.resolve("b"), folder.resolve("shared"));
    assertThat(found()).isEmpty();
  }

  @Test
  void aLinkWithoutBuildIdIsRefused() throws IOException {
    Files.write(folder.resolve("link"), new byte[] {'x', 0});
    Tool.run(
        folder, List.of("objcopy", "--update-section", ".gnu_debugaltlink=link", "a", "broken"));
    try (ElfModel model = Elf.open(folder.resolve("broken"))) {
      assertThatThrownBy(() -> DebugAltLink.of(model))
          .isInstanceOf(ElfFormatException.class)
          .hasMessageContaining("build ID of 0x0 bytes");
    }
  }
}
