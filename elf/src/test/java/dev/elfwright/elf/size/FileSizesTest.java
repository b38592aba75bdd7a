package dev.elfwright.elf.size;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.size.SizeNode.Kind;
import dev.elfwright.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSizesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"/usr/bin/ls", "/usr/bin/readelf", "/lib/x86_64-linux-gnu/libc.so.6"})
  void sectionsAreAsLargeAsSizeSaysAndEverythingAddsUpToTheFile(String name) throws Exception {
    SizeNode tree = read(Path.of(name));
    assertThat(tree.bytes()).isEqualTo(Files.size(Path.of(name)));
    Map<String, Long> sections = new HashMap<>();
    all(tree)
        .filter(n -> n.kind() == Kind.SECTION)
        .forEach(n -> sections.merge(n.name(), n.bytes(), Long::sum));
    Matcher line =
        Pattern.compile("(?m)^(\\.\\S+) +(\\d+) +\\d+$")
            .matcher(Tool.run(List.of("size", "-A", name)));
    int compared = 0;
    while (line.find()) {
      if (!line.group(1).matches("\\.t?bss")) {
        assertThat(sections).containsEntry(line.group(1), Long.parseLong(line.group(2)));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  @Test
  void symbolsAreAsLargeAsNmSays() throws Exception {
    Path source =
        Files.writeString(folder.resolve("a.c"), "char big[5000] = {1}; int f(void) { return 1; }");
    Path object = folder.resolve("a.o");
    Tool.run(List.of("gcc", "-c", "-o", object.toString(), source.toString()));
    Matcher line =
        Pattern.compile("(?m)^\\w+ (\\w+) \\w (\\w+)$")
            .matcher(Tool.run(List.of("nm", "-S", object.toString())));
    Map<String, Long> expected = new HashMap<>();
    while (line.find()) {
      expected.put(line.group(2), Long.parseLong(line.group(1), 16));
    }
    Map<String, Long> found = new HashMap<>();
    all(read(object))
        .filter(n -> n.kind() == Kind.SYMBOL)
        .forEach(n -> found.put(n.name(), n.bytes()));
    assertThat(found).isEqualTo(expected).containsEntry("big", 5000L);
  }

  private static SizeNode read(Path file) throws Exception {
    try (ElfModel model = Elf.open(file)) {
      return FileSizes.of(model);
    }
  }

  private static Stream<SizeNode> all(SizeNode node) {
    return Stream.concat(Stream.of(node), node.parts().stream().flatMap(FileSizesTest::all));
  }
}
