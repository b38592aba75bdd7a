package dev.elfwright.elf.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders are compared by name and archives by member. */
class FileComparisonTest {
  @TempDir Path folder;
  private Path before;
  private Path after;

  @BeforeEach
  void makeFolders() throws IOException {
    before = Files.createDirectories(folder.resolve("before"));
    after = Files.createDirectories(folder.resolve("after"));
  }

  @Test
  void foldersAreComparedByName() throws IOException {
    Files.createDirectories(before.resolve("deep"));
    Files.createDirectories(after.resolve("deep"));
    object(before.resolve("deep/same.o"), "int a;");
    object(after.resolve("deep/same.o"), "int a;");
    object(before.resolve("other.o"), "int a;");
    object(after.resolve("other.o"), "int a, b;");
    Files.writeString(before.resolve("old.txt"), "old");
    Files.writeString(after.resolve("new.txt"), "new");
    Files.writeString(before.resolve("text"), "one");
    Files.writeString(after.resolve("text"), "two");
    Files.createSymbolicLink(before.resolve("link"), Path.of("a"));
    Files.createSymbolicLink(after.resolve("link"), Path.of("b"));
    assertThat(compare(before, after))
        .containsExactly(
            "Altered " + before.resolve("link"),
            "Added new.txt",
            "Removed old.txt",
            "Added b, Altered .bss",
            "Altered " + before.resolve("text"));
  }

  @Test
  void archivesAreComparedByMember() throws IOException {
    archive(before, "int a;", "same.o", "old.o", "other.o");
    archive(after, "int a;", "same.o", "new.o");
    object(after.resolve("other.o"), "long a[2];");
    Tool.run(after, List.of("ar", "rcs", "lib.a", "other.o"));
    assertThat(compare(before.resolve("lib.a"), after.resolve("lib.a")))
        .containsExactly("Added new.o", "Removed old.o", "Altered a, Altered .bss");
  }

  private static void archive(Path folder, String code, String... members) throws IOException {
    List<String> command = new ArrayList<>(List.of("ar", "rcs", "lib.a"));
    for (String member : members) {
      object(folder.resolve(member), code);
      command.add(member);
    }
    Tool.run(folder, command);
  }

  /** What is said of each pair; a size and an alignment that change are said once. */
  private static List<String> compare(Path before, Path after) throws IOException {
    List<String> found = new ArrayList<>();
    new FileComparison(
            Addresses.IGNORED,
            diff ->
                found.add(
                    String.join(
                        ", ",
                        diff.changes().stream()
                            .map(c -> c.getClass().getSimpleName() + " " + c.subject().name())
                            .distinct()
                            .toList())))
        .compare(before, after);
    return found;
  }

  private static void object(Path file, String code) throws IOException {
    Path source = Files.writeString(file.resolveSibling("source.c"), code);
    Tool.run(List.of("gcc", "-c", "-o", file.toString(), source.toString()));
    Files.delete(source);
  }
}
