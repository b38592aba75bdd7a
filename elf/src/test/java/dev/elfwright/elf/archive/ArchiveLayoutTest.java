package dev.elfwright.elf.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what {@code ar rcsD} writes, and linkers take it. */
class ArchiveLayoutTest {
  private static final long FIVE_GIB = 5L << 30;

  @TempDir Path folder;

  private void write(String name, List<String> files) throws IOException {
    List<NewMember> members = new ArrayList<>();
    for (String file : files) {
      members.add(
          NewMember.reproducible(
              file, MemorySegment.ofArray(Files.readAllBytes(folder.resolve(file)))));
    }
    ElfWriter.write(
        ArchiveLayout.of(members),
        folder.resolve(name),
        PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void compile(String object, String code) throws IOException {
    Files.writeString(folder.resolve("code.c"), code);
    Tool.run(folder, List.of("gcc", "-c", "code.c", "-o", object));
  }

  private void agreeWithAr(String... files) throws IOException {
    List<String> command = new ArrayList<>(List.of("ar", "rcsD", "ar.a"));
    command.addAll(List.of(files));
    Tool.run(folder, command);
    write("ours.a", List.of(files));
    assertThat(folder.resolve("ours.a")).hasSameBinaryContentAs(folder.resolve("ar.a"));
    Files.delete(folder.resolve("ar.a"));
  }

  @Test
  void objectsLongNamesTextsAndEmptyFilesAreStoredAsArDoes() throws IOException {
    compile("f.o", "int f(void) { return 1; }");
    compile("exactly-15-by.o", "int g;");
    compile("sixteen-bytes-.o", "__attribute__((weak)) int h;");
    compile("defines-nothing.o", "");
    Files.writeString(folder.resolve("odd"), "odd");
    Files.writeString(folder.resolve("empty"), "");
    agreeWithAr("f.o");
    agreeWithAr("odd");
    agreeWithAr("defines-nothing.o");
    agreeWithAr("odd", "f.o", "exactly-15-by.o", "sixteen-bytes-.o", "empty", "f.o", "odd");
  }

  @Test
  void theLinkerFindsSymbolsByTheIndex() throws IOException {
    compile("answer.o", "int answer(void) { return 42; }");
    write("liba.a", List.of("answer.o"));
    Files.writeString(
        folder.resolve("main.c"), "int answer(void); int main() { return answer() != 42; }");
    Tool.run(folder, List.of("gcc", "main.c", "liba.a", "-o", "main"));
    Tool.run(folder, List.of("./main"));
  }

  @Test
  void membersBehindFourGibibytesGetAWideIndex() throws IOException {
    compile("f.o", "int f;");
    Path sparse = folder.resolve("sparse");
    try (Arena arena = Arena.ofConfined();
        FileChannel channel =
            FileChannel.open(
                sparse,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.READ)) {
      int _ = channel.write(ByteBuffer.allocate(1), FIVE_GIB - 1);
      MemorySegment large = channel.map(FileChannel.MapMode.READ_ONLY, 0, FIVE_GIB, arena);
      MemorySegment object = MemorySegment.ofArray(Files.readAllBytes(folder.resolve("f.o")));
      LayoutPlan plan =
          ArchiveLayout.of(
              List.of(
                  NewMember.reproducible("large", large), NewMember.reproducible("f.o", object)));
      Placement index = plan.placements().get(2);
      assertThat(index.what()).isEqualTo("archive index");
      MemorySegment words = ((Content.Bytes) index.content()).bytes();
      ValueLayout.OfLong word = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
      assertThat(words.byteSize()).isEqualTo(24);
      assertThat(words.get(word, 0)).isEqualTo(1);
      assertThat(words.get(word, 8)).isEqualTo(8 + 60 + 24 + 60 + FIVE_GIB);
    }
  }

  @Test
  void aNameThatNoArchiveCanHoldIsRefused() {
    for (String name : List.of("", "a/b", "a\nb", "x".repeat(5000))) {
      assertThatThrownBy(() -> NewMember.reproducible(name, MemorySegment.ofArray(new byte[0])))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
