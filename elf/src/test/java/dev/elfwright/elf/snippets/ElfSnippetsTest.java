package dev.elfwright.elf.snippets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows does what it says. */
class ElfSnippetsTest {
  @TempDir private static Path folder;
  private static Path program;

  @BeforeAll
  static void compile() throws IOException {
    folder = folder.toRealPath();
    program = new Fixture(folder).program();
  }

  @Test
  void everyElementIsVisited() throws IOException {
    var text = new ByteArrayOutputStream();
    ElfSnippets.print(program, new PrintStream(text, true, UTF_8));
    assertThat(text.toString(UTF_8)).contains("machine 62", "loaded at 0", "section .text", "cos");
  }

  @Test
  void librariesAreThoseOfReadelf() throws IOException {
    assertThat(ElfSnippets.libraries(program)).containsExactly("libm.so.6", "libc.so.6");
  }

  @Test
  void searchPathAndLibraryAreChanged() throws IOException {
    Path changed = folder.resolve("changed");
    ElfSnippets.edit(program, changed);
    assertThat(Tool.run(List.of("readelf", "-d", changed.toString())))
        .contains("$ORIGIN/../lib", "libmvec.so.1")
        .doesNotContain("libm.so.6");
  }

  @Test
  void theInverseRestoresTheProgram() throws IOException {
    Path changed = folder.resolve("there");
    Path restored = folder.resolve("back");
    ElfSnippets.editAndRestore(program, changed, restored);
    assertThat(Files.mismatch(program, changed)).isNotNegative();
    assertThat(Files.mismatch(program, restored)).isEqualTo(-1);
    Tool.run(List.of(changed.toString()));
  }

  @Test
  void aGoodProgramHasNoErrorsAndADamagedOneHas() throws IOException {
    assertThat(ElfSnippets.errors(program)).isEmpty();
    byte[] bytes = Files.readAllBytes(program);
    bytes[0x20 + 5] = 0x7f; // e_phoff, the program headers' place: now outside
    Path damaged = Files.write(folder.resolve("damaged"), bytes);
    assertThat(ElfSnippets.errors(damaged)).isNotEmpty();
  }

  @Test
  void aBuiltObjectIsFoundInItsArchiveAndRuns() throws IOException {
    Path object = folder.resolve("hello.o");
    Path archive = folder.resolve("libhello.a");
    ElfSnippets.build(object);
    ElfSnippets.archive(object, archive);
    assertThat(ElfSnippets.objectOf(archive, "hello")).contains("hello.o");
    Files.writeString(folder.resolve("main.c"), "void hello(); int main() { hello(); return 0; }");
    Tool.run(folder, List.of("gcc", "main.c", "libhello.a", "-o", "main"));
    assertThat(Tool.run(List.of(folder.resolve("main").toString()))).isEqualTo("Hello\n");
  }

  @Test
  void aCoreFileNamesWhatWasMapped() throws IOException {
    Path core = folder.resolve("core");
    List<String> command =
        List.of("gdb", "-q", "-nx", "-batch", "-ex", "break main", "-ex", "run", "-ex");
    Tool.run(
        folder,
        Stream.concat(command.stream(), Stream.of("generate-core-file core", "program")).toList());
    assertThat(ElfSnippets.filesOf(core)).contains(program.toString());
  }

  @Test
  void aProgramWithoutDebugFileHasNone() throws IOException {
    assertThat(ElfSnippets.debugFile(program)).isEmpty();
  }
}
