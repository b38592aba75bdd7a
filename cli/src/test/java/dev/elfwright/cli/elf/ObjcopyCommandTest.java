package dev.elfwright.cli.elf;

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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code objcopy}: formats without ELF, and the options that LLVM's later versions brought. */
class ObjcopyCommandTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void compile() throws IOException {
    Files.writeString(
        folder.resolve("a.c"),
        "int old_one(void) { return 1; } int old_two(void) { return 2; }"
            + "__attribute__((visibility(\"hidden\"))) int old_three(void) { return 3; }"
            + "int %s(void) { return 4; }".formatted("again_".repeat(50)));
    Tool.run(folder, List.of("gcc", "-g", "-O1", "-c", "a.c", "-o", "a.o"));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private int run(String... command) {
    var terminal =
        new Terminal(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new Elfwright(terminal).run(command);
  }

  private String symbolsAfter(String... options) {
    String[] command = new String[options.length + 3];
    command[0] = "objcopy";
    System.arraycopy(options, 0, command, 1, options.length);
    command[command.length - 2] = file("a.o");
    command[command.length - 1] = file("changed.o");
    assertThat(run(command)).as(err.toString()).isEqualTo(ExitCode.OK);
    return Tool.run(List.of("readelf", "-sW", file("changed.o")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ihex", "srec"})
  void textBecomesAnObjectFileAsWithObjcopy(String format) throws IOException {
    Tool.run(folder, List.of("objcopy", "-O", format, "/usr/bin/true", "true.text"));
    assertThat(run("objcopy", "-I", format, "-O", "elf32-i386", file("true.text"), file("t.o")))
        .as(err.toString())
        .isEqualTo(ExitCode.OK);
    Tool.run(folder, List.of("objcopy", "-O", "binary", "t.o", "t.bin"));
    Tool.run(folder, List.of("objcopy", "-O", "binary", "/usr/bin/true", "true.bin"));
    assertThat(folder.resolve("t.bin")).hasSameBinaryContentAs(folder.resolve("true.bin"));
  }

  @Test
  void aBrokenTextIsRefusedInOneLine() throws IOException {
    Files.writeString(folder.resolve("broken.hex"), ":00000001FE\n");
    assertThat(run("objcopy", "-I", "ihex", "-O", "elf32-i386", file("broken.hex"), file("t.o")))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("broken.hex: line 1: the checksum is FF, not FE")
        .hasLineCount(1);
    assertThat(folder.resolve("t.o")).doesNotExist();
  }

  @Test
  void skippedSymbolsStayAsTheyAre() {
    assertThat(symbolsAfter("--localize-hidden", "--prefix-symbols=x_", "--skip-symbol=old_three"))
        .containsPattern("GLOBAL +DEFAULT +\\d+ x_old_one")
        .containsPattern("GLOBAL +HIDDEN +\\d+ old_three");
  }

  @Test
  void ofTwoVisibilitiesTheLastCounts() throws IOException {
    Files.writeString(folder.resolve("names"), "old_t*  # two and three\n");
    assertThat(
            symbolsAfter(
                "-w",
                "--set-symbol-visibility=old_*=hidden",
                "--set-symbols-visibility=" + file("names") + "=protected"))
        .containsPattern("HIDDEN +\\d+ old_one")
        .containsPattern("PROTECTED +\\d+ old_two")
        .containsPattern("PROTECTED +\\d+ old_three");
  }

  @Test
  void aPrefixIsTakenAwayBeforeAnotherIsPut() {
    assertThat(symbolsAfter("--prefix-symbols=new_", "--remove-symbol-prefix=old_"))
        .contains(" new_one", " new_two")
        .doesNotContain("old_");
  }

  @Test
  void namedSectionsAreCompressedAndDebuggersReadThem() {
    symbolsAfter("--compress-sections=.debug_*=zstd", "--compress-sections=.debug_info=none");
    assertThat(Tool.run(List.of("readelf", "-tW", file("changed.o"))))
        .containsPattern("\\.debug_info\\s+PROGBITS[^\\[]+\\[0000000000000000\\]")
        .containsPattern("\\.debug_str\\s+PROGBITS[^\\[]+\\[0000000000000830\\]");
    List<String> dump = List.of("llvm-dwarfdump-19", "--debug-info");
    assertThat(
            Tool.run(folder, List.of(dump.get(0), dump.get(1), "changed.o"))
                .replace("changed", "a"))
        .isEqualTo(Tool.run(folder, List.of(dump.get(0), dump.get(1), "a.o")));
    assertThat(run("objcopy", "--compress-sections=.text=zlib", file("a.o"), file("b.o")))
        .isEqualTo(1);
    assertThat(err.toString()).contains("section .text is loaded, and no loader expands it");
  }

  @Test
  void physicalAddressesMoveTogether() {
    Tool.run(
        folder, List.of("gcc", "-nostdlib", "-static", "-Wl,-e,old_one", "a.o", "-o", "program"));
    String before = Tool.run(folder, List.of("readelf", "-lW", "program"));
    assertThat(run("objcopy", "--change-section-lma=*+0x1000000", file("program"))).isZero();
    String after = Tool.run(folder, List.of("readelf", "-lW", "program"));
    assertThat(before).containsPattern("LOAD .* 0x0000000000401000 0x0000000000401000");
    assertThat(after).containsPattern("LOAD .* 0x0000000000401000 0x0000000001401000");
    assertThat(run("objcopy", "--change-section-lma=*-0xffffffff", file("program"))).isEqualTo(1);
    assertThat(err.toString()).contains("cannot move by -0xffffffff");
  }

  @Test
  void aLoadedSectionMayGetFewerBytes() throws IOException {
    Tool.run(
        folder, List.of("gcc", "-nostdlib", "-static", "-Wl,-e,old_one", "a.o", "-o", "program"));
    Files.write(folder.resolve("ret"), new byte[] {(byte) 0xc3});
    assertThat(run("objcopy", "--update-section", ".text=" + file("ret"), file("program")))
        .as(err.toString())
        .isZero();
    assertThat(Tool.run(folder, List.of("readelf", "-SW", "program")))
        .containsPattern("\\.text +PROGBITS +0000000000401000 001000 000001 ");
    assertThat(Tool.run(folder, List.of("readelf", "-lW", "program")))
        .containsPattern("LOAD +0x001000 0x0000000000401000 0x0000000000401000 0x0000(?!01 )");
  }
}
