package dev.elfwright.elf.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.note.BuildId;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program split by objcopy; its debug file in each of the places. */
class DebugFilesTest {
  @TempDir private Path folder;
  private Path program;
  private Path debug;
  private DebugFiles files;

  @BeforeEach
  void split() throws IOException {
    folder = folder.toRealPath();
    Files.writeString(folder.resolve("a.c"), "int main(void) { return 0; }\n");
    Tool.run(folder, List.of("gcc", "-g", "-Wl,--build-id", "a.c", "-o", "a"));
    Tool.run(folder, List.of("objcopy", "--only-keep-debug", "a", "a.debug"));
    Tool.run(folder, List.of("objcopy", "--strip-debug", "--add-gnu-debuglink=a.debug", "a"));
    program = folder.resolve("a");
    debug = folder.resolve("a.debug");
    files = new DebugFiles(folder.resolve("root"));
  }

  private Optional<Path> found() throws IOException {
    try (ElfModel model = Elf.open(program)) {
      return files.find(model, program);
    }
  }

  private Path moveTo(Path place) throws IOException {
    Files.createDirectories(place.getParent());
    return Files.move(debug, place);
  }

  @Test
  void aFileBesideTheProgramIsFoundByItsLink() throws IOException {
    assertThat(found()).contains(debug);
    Path place = moveTo(folder.resolve(".debug/a.debug"));
    assertThat(found()).contains(place);
  }

  @Test
  void aFileBelowTheRootIsFoundByItsLink() throws IOException {
    Path place = folder.resolve("root" + folder).resolve("a.debug");
    assertThat(moveTo(place)).isRegularFile();
    assertThat(found()).contains(place);
  }

  @Test
  void aFileOfTheSameBuildIdComesFirst() throws IOException {
    BuildId id;
    try (ElfModel model = Elf.open(program)) {
      id = BuildId.of(model).orElseThrow();
    }
    assertThat(Tool.run(List.of("readelf", "-n", program.toString())))
        .contains("Build ID: " + id.hex());
    Path place = files.place(id);
    Files.createDirectories(place.getParent());
    Files.copy(debug, place);
    assertThat(found()).contains(place);
  }

  @Test
  void aFileThatWasChangedIsPassedOver() throws IOException {
    Files.write(debug, new byte[] {0}, StandardOpenOption.APPEND);
    assertThat(found()).isEmpty();
  }
}
