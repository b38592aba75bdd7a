package dev.elfwright.machine.readelf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Each option alone, each kind of file, and several files by one command, as readelf does it. */
class OptionsTest {
  static final List<String> TARGETS = Fixture.TARGETS;

  @TempDir private Path folder;
  private Fixture fixture;

  @BeforeEach
  void fixture() {
    fixture = new Fixture(folder);
  }

  private static void alike(List<Path> files, String options, Set<Part> parts) {
    for (Width width : Width.values()) {
      String all = width == Width.WIDE ? options + " -W" : options;
      GnuReadelf.Result result = GnuReadelf.compare(files, all, parts, width);
      assertThat(result.difference()).as("%s %s", all, files).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-h, HEADER",
    "-S, SECTIONS",
    "-l, SEGMENTS",
    "-d, DYNAMIC",
    "-r, RELOCATIONS",
    "-s, SYMBOLS",
    "--dyn-syms, DYNAMIC_SYMBOLS",
    "-V, VERSIONS",
    "-n, NOTES"
  })
  void eachOptionAlone(String option, Part part) {
    Path library = fixture.library();
    Path stripped = folder.resolve("stripped");
    Tool.run(List.of("strip", "-o", stripped.toString(), library.toString()));
    Path debug = folder.resolve("debug");
    Tool.run(List.of("objcopy", "--only-keep-debug", library.toString(), debug.toString()));
    Path bare = folder.resolve("bare");
    Tool.run(List.of("llvm-objcopy-14", "--strip-sections", library.toString(), bare.toString()));
    List<Path> files =
        List.of(
            library, fixture.program(), stripped, debug, bare, fixture.object("s390x-linux-gnu"));
    for (Path file : files) {
      alike(List.of(file), option, Set.of(part));
    }
    alike(files, option, Set.of(part));
  }

  @Test
  void allHeaders() {
    alike(List.of(fixture.library()), "-e", Part.HEADERS);
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void objectsOfEveryMachineClassAndByteOrder(String target) {
    alike(List.of(fixture.object(target)), "-hlSsdrnV", Part.ALL);
  }

  @Test
  void membersOfArchives() throws IOException {
    Path object = fixture.object("x86_64-linux-gnu");
    Path longName = folder.resolve("a_name_of_more_than_fifteen_bytes.o");
    Files.copy(object, longName);
    Path archive = folder.resolve("lib.a");
    Tool.run(List.of("ar", "rcs", archive.toString(), object.toString(), longName.toString()));
    Path thin = folder.resolve("thin.a");
    Tool.run(List.of("ar", "rcsT", thin.toString(), object.toString(), longName.toString()));
    alike(List.of(archive), "-hs", Set.of(Part.HEADER, Part.SYMBOLS));
    alike(List.of(object, archive, thin), "-hs", Set.of(Part.HEADER, Part.SYMBOLS));
  }

  @Test
  void moreSectionsThanTheHeaderCanCount() throws IOException {
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < 66_000; i++) {
      source.append(".section s").append(i).append(",\"a\"\n.globl x").append(i);
      source.append("\nx").append(i).append(": .byte 0\n");
    }
    Path assembly = Files.writeString(folder.resolve("many.s"), source);
    Path object = folder.resolve("many.o");
    Tool.run(List.of("as", "-o", object.toString(), assembly.toString()));
    alike(List.of(object), "-hSs", Set.of(Part.HEADER, Part.SECTIONS, Part.SYMBOLS));
  }

  @Test
  void aCoreDump() {
    Path core = folder.resolve("core");
    String dump =
        "set debuginfod enabled off\nbreak main\nrun\ngenerate-core-file " + core + "\nkill\n";
    Path commands = folder.resolve("commands");
    try {
      Files.writeString(commands, dump);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Tool.run(
        List.of("gdb", "-batch", "-nx", "-x", commands.toString(), fixture.program().toString()));
    alike(List.of(core), "-hln", Set.of(Part.HEADER, Part.SEGMENTS, Part.NOTES));
  }
}
