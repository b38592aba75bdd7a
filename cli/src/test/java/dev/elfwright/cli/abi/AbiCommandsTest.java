package dev.elfwright.cli.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code elfwright abi} prints. */
class AbiCommandsTest {
  private static final String LIBRARY =
      """
      #ifdef NEW
      struct point { int y, x; };
      int table[8] = {1};
      #else
      struct point { int x, y; };
      int table[4] = {1};
      #endif
      int get(struct point *p) { return p->x; }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void build() throws IOException {
    Files.writeString(folder.resolve("lib.c"), LIBRARY);
    Files.writeString(
        folder.resolve("main.c"), "extern int table[4]; int main(void) { return table[0] - 1; }");
    for (String name : List.of("old", "new")) {
      Files.createDirectory(folder.resolve(name));
      List<String> command =
          new ArrayList<>(List.of("gcc", "-g", "-shared", "-fPIC", "-Wl,-soname,libp.so"));
      command.addAll(name.equals("new") ? List.of("-DNEW") : List.of());
      command.addAll(List.of("lib.c", "-o", name + "/libp.so"));
      Tool.run(folder, command);
    }
    Files.createDirectory(folder.resolve("bin"));
    Tool.run(
        folder, List.of("gcc", "-fno-pie", "-no-pie", "main.c", "old/libp.so", "-o", "bin/copies"));
    Tool.run(folder, List.of("gcc", "-fPIC", "-pie", "main.c", "old/libp.so", "-o", "bin/refers"));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void dumpShowsSymbolsAndLayouts() {
    assertThat(abi(ExitCode.OK, "dump", path("old/libp.so")))
        .contains("libp.so, soname libp.so", "get  int (struct point*)")
        .contains("struct point, 8 bytes\n       0  int x\n       4  int y\n");
    assertThat(abi(ExitCode.OK, "dump", "--json", path("old/libp.so")))
        .contains("\"kind\": \"struct\"", "\"bitOffset\": 32", "\"protection\": \"writable\"");
  }

  @Test
  void dumpShowsNamesOfNumbersAndArraysAsTheyAreDeclared() throws IOException {
    Files.writeString(
        folder.resolve("e.c"),
        "enum color { RED, BLUE = 7, LAST = -1 }; const char *const names[2] = {\"a\"};"
            + " enum color paint(enum color c) { return c; }");
    Tool.run(folder, List.of("gcc", "-g", "-shared", "-fPIC", "e.c", "-o", "e.so"));
    assertThat(abi(ExitCode.OK, "dump", path("e.so")))
        .contains("relro  const char* const[2]\n")
        .contains("enum color, 4 bytes\n       0  RED\n       7  BLUE\n      -1  LAST\n");
  }

  @Test
  void typesFromBtfAreNamedSo() throws IOException {
    for (String name : List.of("old/libp.so", "new/libp.so")) {
      Tool.run(folder, List.of("pahole", "-J", name));
      Tool.run(folder, List.of("strip", "--strip-debug", name));
    }
    assertThat(abi(ExitCode.OK, "dump", path("old/libp.so")))
        .contains("types from BTF; types of 1 symbols seen, of 1 not")
        .contains("struct point, 8 bytes\n       0  int x\n       4  int y\n");
    assertThat(abi(ExitCode.OK, "dump", "--json", path("old/libp.so")))
        .contains("\"debugging\": \"btf\"");
    assertThat(abi(ExitCode.FINDING, "diff", path("old/libp.so"), path("new/libp.so")))
        .contains("struct point: x moved from offset 0 to offset 4")
        .contains("\nnot seen: types of 1 of 2 symbols of the old library\n")
        .endsWith("types from BTF: alignment that the source asks for is not seen\n");
  }

  @Test
  void aModuleWithoutItsKernelSaysSo() throws IOException {
    Files.writeString(
        folder.resolve("kernel.c"), "struct s { int a; }; int k(struct s *p) { return p->a; }");
    Files.writeString(
        folder.resolve("mod.c"), "struct s { int a; }; int m(struct s *p) { return 1; }");
    for (String name : List.of("kernel", "mod")) {
      Tool.run(folder, List.of("gcc", "-g", "-c", name + ".c", "-o", name + ".o"));
    }
    Tool.run(folder, List.of("pahole", "-J", "kernel.o"));
    Tool.run(folder, List.of("pahole", "-J", "--btf_base", "kernel.o", "mod.o"));
    Tool.run(folder, List.of("strip", "--strip-debug", "mod.o"));
    Tool.run(
        folder,
        List.of(
            "objcopy",
            "-O",
            "binary",
            "--only-section=.BTF",
            "--set-section-flags",
            ".BTF=alloc",
            "kernel.o",
            "kernel.btf"));
    assertThat(abi(ExitCode.OK, "dump", path("mod.o")))
        .contains("types from BTF continue those of a kernel, which is not at hand (--kernel)");
    assertThat(abi(ExitCode.OK, "diff", path("mod.o"), path("mod.o")))
        .contains("not seen")
        .contains("--kernel");
    assertThat(abi(ExitCode.OK, "dump", "--kernel", path("kernel.btf"), path("mod.o")))
        .contains("m  int (struct s*)");
  }

  @Test
  void aDumpOfTheSameIsTheSame() {
    String once = abi(ExitCode.OK, "dump", "--json", path("new/libp.so"));
    assertThat(abi(ExitCode.OK, "dump", "--json", path("new/libp.so"))).isEqualTo(once);
  }

  @Test
  void diffNamesRulesAndJudgesEachProgram() {
    String text =
        abi(
            ExitCode.FINDING,
            "diff",
            path("old/libp.so"),
            path("new/libp.so"),
            "--all",
            "--consumers",
            path("bin"));
    assertThat(text)
        .contains("TYPE-MEMBER-MOVED          struct point: x moved from offset 0 to offset 4")
        .contains("DATA-COPY-SIZE             table: 32 bytes, were 16")
        .contains("broken  " + path("bin/copies"))
        .contains("works   " + path("bin/refers"))
        .endsWith("2 files, 2 use the library, 1 of these are broken\n");
    assertThat(abi(ExitCode.OK, "diff", path("old/libp.so"), path("old/libp.so")))
        .isEqualTo("no change\n");
  }

  @Test
  void programsAreNamedOneAfterTheOther() {
    assertThat(
            abi(
                ExitCode.FINDING,
                "diff",
                path("old/libp.so"),
                path("new/libp.so"),
                "--consumers",
                path("bin/copies"),
                path("bin/refers")))
        .endsWith("2 files, 2 use the library, 1 of these are broken\n");
    abi(ExitCode.USAGE, "diff", path("old/libp.so"), path("new/libp.so"), path("bin/copies"));
  }

  @Test
  void aLibraryWithoutSonameIsNeededByItsPath() throws IOException {
    Tool.run(folder, List.of("gcc", "-shared", "-fPIC", "lib.c", "-o", "plain.so"));
    Tool.run(
        folder, List.of("gcc", "-fno-pie", "-no-pie", "main.c", "./plain.so", "-o", "bin/plain"));
    assertThat(
            abi(
                ExitCode.FINDING,
                "whatif",
                path("plain.so"),
                "--grow",
                "table=4",
                "--consumers",
                path("bin/plain")))
        .contains("copies 16 bytes of table, the library uses 20");
  }

  @Test
  void aVariableIsCopiedByAnyOfItsNames() throws IOException {
    Files.writeString(
        folder.resolve("two.c"),
        "int table[4]; extern int other[4] __attribute__((alias(\"table\")));");
    Tool.run(folder, List.of("gcc", "-shared", "-fPIC", "two.c", "-o", "libtwo.so"));
    Tool.run(
        folder, List.of("gcc", "-fno-pie", "-no-pie", "main.c", "./libtwo.so", "-o", "bin/two"));
    assertThat(
            abi(
                ExitCode.FINDING,
                "whatif",
                path("libtwo.so"),
                "--grow",
                "other=4",
                "--consumers",
                path("bin/two")))
        .contains("copies 16 bytes of table, the library uses 20");
  }

  @Test
  void whatWasAcceptedIsLeftOut() throws IOException {
    Files.writeString(
        folder.resolve("accepted"), "# known\nTYPE-MEMBER-MOVED struct po*\nDATA-COPY-SIZE\n");
    assertThat(
            abi(
                ExitCode.OK,
                "diff",
                "--suppressions",
                path("accepted"),
                path("old/libp.so"),
                path("new/libp.so")))
        .isEqualTo("3 suppressed\n");
    Files.writeString(folder.resolve("accepted"), "NO-SUCH-RULE\n");
    assertThat(
            abi(
                ExitCode.BAD_INPUT,
                "diff",
                "--suppressions",
                path("accepted"),
                path("old/libp.so"),
                path("new/libp.so")))
        .contains("accepted:1: no rule 'NO-SUCH-RULE'");
  }

  @Test
  void whatIsNotSeenIsSaid() {
    Tool.run(folder, List.of("strip", "old/libp.so"));
    assertThat(abi(ExitCode.FINDING, "diff", path("old/libp.so"), path("new/libp.so")))
        .contains("DATA-COPY-SIZE")
        .doesNotContain("TYPE-MEMBER-MOVED")
        .contains("not seen, for want of debugging information of the old library: types");
  }

  @Test
  void whatifAsksProgramsForCopies() {
    assertThat(
            abi(
                ExitCode.FINDING,
                "whatif",
                path("old/libp.so"),
                "--grow",
                "table=4",
                "--consumers",
                path("bin")))
        .isEqualTo(
            """
            broken  %s
                    DATA-COPY-SIZE table: copies 16 bytes of table, the library uses 20
            2 files, 2 use the library, 1 of these are broken
            """
                .formatted(path("bin/copies")));
    assertThat(
            abi(
                ExitCode.BAD_INPUT,
                "whatif",
                path("old/libp.so"),
                "--grow",
                "get=4",
                "--consumers",
                path("bin")))
        .contains("get is no variable");
    assertThat(abi(ExitCode.USAGE, "whatif", path("old/libp.so"), "--grow", "table=x"))
        .contains("--consumers");
  }

  private static String abi(int exitCode, String... arguments) {
    var text = new ByteArrayOutputStream();
    String[] all = Stream.concat(Stream.of("abi"), Arrays.stream(arguments)).toArray(String[]::new);
    int code;
    try (var out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
      code = new Elfwright(new Terminal(out, out, false)).run(all);
    }
    assertThat(code).as(text.toString(StandardCharsets.UTF_8)).isEqualTo(exitCode);
    return text.toString(StandardCharsets.UTF_8);
  }
}
