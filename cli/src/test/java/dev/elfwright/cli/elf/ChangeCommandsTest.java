package dev.elfwright.cli.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code elf edit}, {@code elf copy} and {@code elf strip}: options, targets, refusals. */
class ChangeCommandsTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path library;
  private byte[] before = {};

  @BeforeEach
  void compile() throws IOException {
    library = new Fixture(folder).library();
    before = Files.readAllBytes(library);
  }

  private int run(String... command) {
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new Elfwright(terminal).run(command);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void assertUnchanged() throws IOException {
    assertThat(library).hasBinaryContent(before);
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString())).noneMatch(n -> n.endsWith(".tmp"));
    }
  }

  @Test
  void aDryRunPrintsThePlanAndWritesNothing() throws IOException {
    String[] edit = {"elf", "edit", "--set-soname", "other.so", "--dry-run", library.toString()};
    assertThat(run(edit)).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("ELF header", "strings", " end\n");
    out.reset();
    assertThat(run("elf", "strip", "--dry-run", "--json", library.toString())).isZero();
    assertThat(out.toString())
        .startsWith("{")
        .contains(
            "\"file\": \"" + library + "\"", "\"kind\": \"kept\"", "\"what\": \"ELF header\"");
    assertUnchanged();
  }

  @Test
  void anUndoFileTakesTheChangeBack() throws IOException {
    String undo = file("undo");
    String[] edit = {
      "elf", "edit", "--in-place", "--set-soname", "x".repeat(99), "--undo-file", undo, "" + library
    };
    assertThat(run(edit)).as(err.toString()).isZero();
    assertThat(Files.readAllBytes(library)).isNotEqualTo(before);
    assertThat(run(edit)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains(undo + ": is there already; name a new undo file");
    String restored = file("restored");
    assertThat(run("elf", "edit", "--undo", undo, "-o", restored, "" + library)).isZero();
    assertThat(Path.of(restored)).hasBinaryContent(before);
    assertThat(run("elf", "edit", "--undo", undo, "--in-place", "" + library)).isZero();
    assertUnchanged();
    assertThat(run("elf", "edit", "--undo", undo, "--in-place", "" + library))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("is not the file that " + undo + " restores");
    assertUnchanged();
  }

  @Test
  void undoIsForOneFileAndNothingElse() throws IOException {
    String[][] commands = {
      {"elf", "edit", "--undo", file("undo"), "" + library},
      {"elf", "edit", "--undo", file("undo"), "--in-place", "" + library, "" + library},
      {"elf", "edit", "--undo", file("undo"), "--in-place", "--remove-rpath", "" + library},
      {"elf", "edit", "--undo-file", file("u"), "--in-place", "--remove-rpath", "a", "b"},
    };
    for (String[] command : commands) {
      assertThat(run(command)).as(String.join(" ", command)).isEqualTo(ExitCode.USAGE);
    }
    assertUnchanged();
  }

  @Test
  void withoutATargetNothingIsChanged() throws IOException {
    assertThat(run("elf", "edit", "--set-soname", "x", library.toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("elf", "strip", library.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("name the result with --output, or say --in-place");
    assertUnchanged();
  }

  @Test
  void aRefusalIsOneLineAndLeavesTheFile() throws IOException {
    String[][] commands = {
      {"elf", "edit", "--in-place", "--set-interpreter", "/lib/ld.so", library.toString()},
      {"elf", "edit", "--in-place", "--set-build-id", "0102", library.toString()},
      {
        "elf",
        "edit",
        "--in-place",
        "--layout",
        "preserve",
        "--set-rpath",
        "x".repeat(5000),
        "" + library
      },
      {"elf", "copy", "--update-section", ".text=" + library, "" + library, "" + library},
      {"elf", "copy", "--dump-section", ".text=" + folder + "/none/x", "" + library, "" + library},
      {"elf", "copy", "--compress-debug-sections", file("none"), library.toString()},
    };
    for (String[] command : commands) {
      err.reset();
      assertThat(run(command)).as(String.join(" ", command)).isGreaterThan(ExitCode.USAGE);
      assertThat(err.toString()).startsWith("elfwright: ").containsOnlyOnce("\n");
      assertUnchanged();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zlib", "zstd", "zlib-gnu"})
  void debuggersReadWhatIsCompressed(String format) throws IOException {
    String copy = file("copy.so");
    assertThat(run("elf", "copy", "--compress-debug-sections=" + format, "" + library, copy))
        .isEqualTo(ExitCode.OK);
    List<String> gdb = List.of("gdb", "-batch", "-ex", "info line exported_function");
    assertThat(Tool.run(join(gdb, copy))).isEqualTo(Tool.run(join(gdb, "" + library)));
    String plain = file("plain.so");
    assertThat(run("elf", "copy", "--decompress-debug-sections", copy, plain)).isZero();
    List<String> info = List.of("readelf", "--debug-dump=info");
    assertThat(Tool.run(join(info, plain))).isEqualTo(Tool.run(join(info, "" + library)));
  }

  /** A word behind the option that is no format is the file. */
  @Test
  void theFormatMayBeLeftOut() {
    assertThat(run("elf", "copy", "--compress-debug-sections", "" + library, file("copy.so")))
        .isEqualTo(ExitCode.OK);
    assertThat(Tool.run(List.of("readelf", "-t", file("copy.so")))).contains("ZLIB");
  }

  @Test
  void splitDwarfGoesToItsOwnFile() throws IOException {
    Files.writeString(folder.resolve("s.c"), "int f(int x) { return x; }");
    Tool.run(folder, List.of("clang-14", "-g", "-gsplit-dwarf=single", "-c", "s.c", "-o", "s.o"));
    assertThat(run("elf", "copy", "--split-dwo", file("s.dwo"), file("s.o"), file("rest.o")))
        .isEqualTo(ExitCode.OK);
    assertThat(Tool.run(List.of("readelf", "-SW", file("s.dwo")))).contains(".debug_info.dwo");
    assertThat(Tool.run(List.of("readelf", "-SW", file("rest.o")))).doesNotContain(".dwo");
  }

  @Test
  void symbolsAndSectionsHaveObjcopysWords() {
    new Fixture(folder).object("x86_64-linux-gnu");
    String object = file("x86_64-linux-gnu.o");
    String made = file("made.o");
    int code =
        run(
            "elf",
            "copy",
            "--add-symbol",
            "entry=.text:0x4,function,weak",
            "--add-symbol",
            "number=0x1234",
            "--set-symbol-visibility",
            "exported_function=hidden",
            object,
            made);
    assertThat(code).isEqualTo(ExitCode.OK);
    assertThat(Tool.run(List.of("readelf", "-sW", made)))
        .containsPattern("0000000000000004 +0 FUNC +WEAK +DEFAULT +\\d+ entry")
        .containsPattern("0000000000001234 +0 NOTYPE +GLOBAL +DEFAULT +ABS number")
        .containsPattern("FUNC +GLOBAL +HIDDEN +\\d+ exported_function");
    assertThat(run("elf", "copy", "--prefix-sections", ".x", object, file("prefixed.o"))).isZero();
    assertThat(Tool.run(List.of("readelf", "-SW", file("prefixed.o"))))
        .contains(" .x.text", " .rela.x.text", " .x.debug_info", " .symtab");
  }

  @Test
  void aLinkGoesOnPointingToTheChangedFile() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.so"), library);
    assertThat(run("elf", "edit", "--in-place", "--set-soname", "x.so", "" + link)).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(Tool.run(List.of("readelf", "-d", library.toString()))).contains("[x.so]");
  }

  private static List<String> join(List<String> command, String file) {
    return Stream.concat(command.stream(), Stream.of(file)).toList();
  }
}
