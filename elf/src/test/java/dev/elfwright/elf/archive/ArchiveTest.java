package dev.elfwright.elf.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.Symbol;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of every kind, made by GNU ar and llvm-ar. */
class ArchiveTest {
  private static final String SHORT = "one.o";
  private static final String LONG = "a name that is longer than sixteen bytes.o";
  private static final List<String> OBJECTS = List.of(SHORT, LONG);

  /** How each format is made, the file's name last. */
  private static final List<List<String>> MAKERS =
      List.of(
          List.of("ar", "rcsD", "gnu.a"),
          List.of("ar", "rcSD", "no-index.a"),
          List.of("ar", "rcsDT", "gnu-thin.a"),
          List.of("llvm-ar-14", "--format=gnu", "rcs", "llvm.a"),
          List.of("llvm-ar-14", "--format=gnu", "--thin", "rcs", "llvm-thin.a"),
          List.of("llvm-ar-14", "--format=bsd", "rcs", "bsd.a"),
          List.of("llvm-ar-14", "--format=darwin", "rcs", "darwin.a"));

  @TempDir static Path folder;

  @BeforeAll
  static void make() throws IOException {
    Files.writeString(folder.resolve("one.c"), "int first; int both(void) { return 1; }");
    Files.writeString(
        folder.resolve("two.c"),
        "int second = 2; __attribute__((weak)) int both(void) { return 2; } static int own = 1;"
            + " int *user(void) { return &own; }");
    Tool.run(folder, List.of("gcc", "-fcommon", "-c", "one.c", "-o", SHORT));
    Tool.run(folder, List.of("gcc", "-c", "two.c", "-o", LONG));
    for (List<String> maker : MAKERS) {
      run(maker, OBJECTS);
    }
  }

  private static void run(List<String> maker, List<String> members) {
    List<String> command = new ArrayList<>(maker);
    command.addAll(members);
    Tool.run(folder, command);
  }

  private static Archive open(String name) throws IOException {
    return Archive.open(folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gnu.a", "no-index.a", "gnu-thin.a", "llvm.a", "llvm-thin.a", "bsd.a", "darwin.a"})
  void membersHaveTheNamesAndBytesThatWereAdded(String name) throws IOException {
    try (Archive archive = open(name)) {
      assertThat(archive.isThin()).isEqualTo(name.contains("thin"));
      assertThat(archive.members().stream().map(ArchiveMember::name))
          .containsExactlyElementsOf(OBJECTS);
      for (String object : OBJECTS) {
        ArchiveMember member = archive.member(object).orElseThrow();
        byte[] added = Files.readAllBytes(folder.resolve(object));
        byte[] read = member.contents().toArray(ValueLayout.JAVA_BYTE);
        // Darwin's format pads each member to eight bytes and counts the padding.
        assertThat(name.equals("darwin.a") ? java.util.Arrays.copyOf(read, added.length) : read)
            .isEqualTo(added);
        assertThat(member.size()).isEqualTo(read.length);
        assertThat(member.elf().file()).isEqualTo(folder.resolve(name) + "(" + object + ")");
        assertThat(member.elf().symbols().orElseThrow().symbols().map(Symbol::name))
            .contains("both");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu.a", "gnu-thin.a", "llvm.a", "llvm-thin.a", "bsd.a", "darwin.a"})
  void theIndexIsTheOneThatNmPrints(String name) throws IOException {
    // GNU nm for Linux does not know BSD's index.
    String nm = name.equals("bsd.a") || name.equals("darwin.a") ? "llvm-nm-14" : "nm";
    List<String> expected =
        Tool.run(folder, List.of(nm, "--print-armap", name))
            .lines()
            .filter(line -> line.contains(" in "))
            .toList();
    try (Archive archive = open(name)) {
      ArchiveIndex index = archive.index().orElseThrow();
      assertThat(index.entries().stream().map(e -> e.symbol() + " in " + index.member(e).name()))
          .containsExactlyElementsOf(expected)
          .contains("both in " + SHORT, "both in " + LONG, "first in " + SHORT)
          .doesNotContain("own in " + LONG);
      assertThat(index.definition("second").orElseThrow().name()).isEqualTo(LONG);
      assertThat(index.definition("both").orElseThrow().name()).isEqualTo(SHORT);
      assertThat(index.definition("own")).isEmpty();
    }
  }

  @Test
  void theFormatOfTheIndexIsKnown() throws IOException {
    try (Archive gnu = open("gnu.a");
        Archive bsd = open("bsd.a");
        Archive none = open("no-index.a")) {
      assertThat(gnu.index().orElseThrow().format()).isEqualTo(ArchiveIndex.Format.GNU);
      assertThat(bsd.index().orElseThrow().format()).isEqualTo(ArchiveIndex.Format.BSD);
      assertThat(none.index()).isEmpty();
    }
  }

  @Test
  void anIndexMayHaveWordsOfEightBytes() throws Exception {
    // LLVM takes this threshold from the environment, so that it can be tested.
    ProcessBuilder maker = new ProcessBuilder("llvm-ar-14", "--format=gnu", "rcs", "wide.a", SHORT);
    maker.environment().put("SYM64_THRESHOLD", "1");
    assertThat(maker.directory(folder.toFile()).start().waitFor()).isZero();
    try (Archive archive = open("wide.a")) {
      ArchiveIndex index = archive.index().orElseThrow();
      assertThat(index.format()).isEqualTo(ArchiveIndex.Format.GNU_64);
      assertThat(index.definition("both").orElseThrow().name()).isEqualTo(SHORT);
    }
  }

  @Test
  void dateOwnerAndModeAreTheFilesOwn() throws IOException {
    Path file = Files.writeString(folder.resolve("text"), "text");
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
    run(List.of("ar", "rcU", "owned.a"), List.of("text"));
    try (Archive archive = open("owned.a")) {
      ArchiveMember member = archive.members().getFirst();
      assertThat(member.date()).isEqualTo("2001-02-03T04:05:06Z");
      assertThat(member.mode() & 07777).isEqualTo(0751);
      assertThat(member.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
      assertThat(member.gid()).isEqualTo(Files.getAttribute(file, "unix:gid"));
      assertThat(member.size()).isEqualTo(4);
    }
  }

  @Test
  void anArchiveInAThinArchiveIsFollowed() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    run(List.of("ar", "rcsD", "sub/inner.a"), OBJECTS);
    run(List.of("ar", "rcsDT", "outer.a"), List.of("sub/inner.a"));
    try (Archive archive = open("outer.a")) {
      assertThat(archive.members()).hasSize(2);
      ArchiveMember second = archive.members().getLast();
      assertThat(second.file()).contains(folder.resolve("sub/inner.a"));
      assertThat(second.contents().toArray(ValueLayout.JAVA_BYTE))
          .isEqualTo(Files.readAllBytes(folder.resolve(LONG)));
      assertThat(second.elf().file()).isEqualTo(folder.resolve("sub/inner.a") + "(" + LONG + ")");
    }
  }

  @Test
  void theMembersOfAThinArchiveAreFoundFromItsFolder() throws IOException {
    Files.createDirectories(folder.resolve("elsewhere"));
    run(List.of("ar", "rcsDT", "elsewhere/thin.a"), OBJECTS);
    try (Archive archive = open("elsewhere/thin.a")) {
      assertThat(archive.members().getFirst().name()).isEqualTo("../" + SHORT);
      assertThat(archive.members().getFirst().contents().byteSize())
          .isEqualTo(Files.size(folder.resolve(SHORT)));
    }
  }

  @Test
  void aThinArchiveInMemoryCanBeListedButNotRead() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("gnu-thin.a"));
    Archive archive = Archive.parse("thin", MemorySegment.ofArray(bytes));
    assertThat(archive.member(SHORT)).isPresent();
    assertThatThrownBy(() -> archive.members().getFirst().contents())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(SHORT);
  }

  @Test
  void aSystemVNameMayHaveSpacesAndABsdNameEndsAtThem() {
    String gnu = "!<arch>\n" + header("a b/", 0);
    String bsd = "!<arch>\n" + header("ab", 0);
    assertThat(parse(gnu).members().getFirst().name()).isEqualTo("a b");
    assertThat(parse(bsd).members().getFirst().name()).isEqualTo("ab");
  }

  @Test
  void bigEndianAndWideBsdIndexesAreRead() {
    // One symbol "x" of the member behind the index: table size, name, member, names' size, name.
    for (int word : new int[] {4, 8}) {
      String name = word == 4 ? "__.SYMDEF" : "__.SYMDEF_64";
      StringBuilder text = new StringBuilder();
      long member = 8 + 60 + 4L * word + 2;
      for (long value : new long[] {2L * word, 0, member, 2}) {
        for (int i = word - 1; i >= 0; i--) {
          text.append((char) (value >> 8 * i & 0xff));
        }
      }
      text.append("x\0");
      Archive archive = parse("!<arch>\n" + header(name, text.length()) + text + header("m.o", 0));
      assertThat(archive.index().orElseThrow().definition("x").orElseThrow().name())
          .isEqualTo("m.o");
    }
  }

  @Test
  void whatIsNoArchiveIsRefused() {
    assertThatThrownBy(() -> parse("!<arch>"))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("archive");
    assertThatThrownBy(() -> parse("<bigaf>\n"))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("starts neither with !<arch> nor with !<thin>");
  }

  @Test
  void symbolsThatShareALongNameAreRefused() {
    // A thousand symbols, each of them the same name of ten thousand bytes.
    StringBuilder text = new StringBuilder(little(8000));
    for (int i = 0; i < 1000; i++) {
      text.append(little(0)).append(little(0));
    }
    text.append(little(10_000)).append("x".repeat(9_999)).append('\0');
    Archive archive = parse("!<arch>\n" + header("__.SYMDEF", text.length()) + text);
    assertThatThrownBy(() -> archive.index().orElseThrow().entries())
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("symbols share their names");
  }

  private static String little(int value) {
    return "" + (char) (value & 0xff) + (char) (value >> 8) + "\0\0";
  }

  static Archive parse(String latin1) {
    return Archive.parse(
        "made.a", MemorySegment.ofArray(latin1.getBytes(StandardCharsets.ISO_8859_1)));
  }

  static String header(String name, int size) {
    return "%-16s%-12d%-6d%-6d%-8o%-10d`\n".formatted(name, 0, 0, 0, 0644, size);
  }
}
