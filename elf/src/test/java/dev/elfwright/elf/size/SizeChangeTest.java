package dev.elfwright.elf.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.size.SizeNode.Kind;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizeChangeTest {
  @TempDir Path folder;

  @Test
  void whatGrewIsNamedAndEverythingAddsUp() throws IOException {
    Path before = object("before.o", "char table[100] = {1}; char gone[8] = {2};");
    Path after = object("after.o", "char table[300] = {1}; char fresh[16] = {3};");
    SizeChange change = SizeChange.between(read(before), read(after));
    assertThat(change.growth()).isEqualTo(Files.size(after) - Files.size(before));
    assertThat(all(change).filter(c -> c.kind() == Kind.SYMBOL))
        .extracting(SizeChange::name, SizeChange::before, SizeChange::after)
        .containsExactlyInAnyOrder(
            tuple("table", 100L, 300L), tuple("gone", 8L, 0L), tuple("fresh", 0L, 16L));
  }

  @Test
  void twoProgramsThatShareLittleAddUpToo() throws IOException {
    Path before = Path.of("/usr/bin/ls");
    Path after = Path.of("/lib/x86_64-linux-gnu/libc.so.6");
    SizeChange change = SizeChange.between(read(before), read(after));
    assertThat(all(change).filter(c -> c.parts().isEmpty()).mapToLong(SizeChange::growth).sum())
        .isEqualTo(Files.size(after) - Files.size(before));
  }

  @Test
  void aFolderIsAsLargeAsItsFiles() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("a/b"));
    Files.copy(Path.of("/usr/bin/ls"), inner.resolve("ls"));
    Files.writeString(folder.resolve("a/text"), "12345");
    Files.write(folder.resolve("a/broken"), new byte[] {0x7f, 'E', 'L', 'F', 9});
    Files.createSymbolicLink(folder.resolve("a/link"), Path.of("b/ls"));
    SizeNode tree = PathSizes.of(folder.resolve("a"));
    assertThat(tree.bytes()).isEqualTo(Files.size(Path.of("/usr/bin/ls")) + 10);
    assertThat(tree.parts())
        .extracting(SizeNode::name)
        .containsExactlyInAnyOrder("b", "text", "broken");
    SizeNode program = tree.parts().getFirst().parts().getFirst();
    assertThat(program.name()).isEqualTo("ls");
    assertThat(program.parts()).extracting(SizeNode::kind).containsOnly(Kind.SEGMENT);
  }

  private static Stream<SizeChange> all(SizeChange change) {
    return Stream.concat(Stream.of(change), change.parts().stream().flatMap(SizeChangeTest::all));
  }

  private static SizeNode read(Path file) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      return FileSizes.of(model);
    }
  }

  private Path object(String name, String code) throws IOException {
    Path source = Files.writeString(folder.resolve("source.c"), code);
    Path output = folder.resolve(name);
    Tool.run(List.of("gcc", "-c", "-o", output.toString(), source.toString()));
    return output;
  }
}
