package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What debuggers read: compressed, in a file of its own, or left out. */
class DebugInformationTest {
  private static final String SOURCE =
      """
      #include <stdio.h>
      struct pair { int first; double second; char name[20]; };
      static struct pair all[10];
      int work(int x) { all[x].first = x; return all[x].first * 3; }
      int main(int argc, char **argv) { printf("%d\\n", work(argc)); return 0; }
      """;

  @TempDir private Path folder;

  private Workbench bench;
  private Path program;
  private Path object;

  @BeforeEach
  void compile() throws IOException {
    bench = new Workbench(folder);
    program = bench.gcc("program", SOURCE, "-g3", "-Wl,--build-id");
    object = bench.gcc("object.o", SOURCE, "-g3", "-c");
  }

  private static String lines(Workbench bench, String file) {
    String said =
        bench.run("gdb", "-batch", "-ex", "info line work", "-ex", "ptype struct pair", file);
    // Where a function was inlined, gdb names its places in no particular order.
    return said.lines().sorted().collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ZLIB", "ZLIB_GNU"})
  void debuggersReadEveryCompression(DebugCompression how) throws IOException {
    Path packed = bench.change(program, "packed", Layout.REPACK, how.change());
    assertThat(lines(bench, "packed")).contains("char name[20]").isEqualTo(lines(bench, "program"));
    assertThat(bench.run("./packed")).isEqualTo("3\n");
    assertThat(bench.shell("eu-elflint --gnu-ld packed")).endsWith("No errors\n0\n");
    if (how != DebugCompression.NONE) {
      assertThat(Files.size(packed)).isLessThan(Files.size(program));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ZLIB", "ZLIB_GNU"})
  void aCompressedObjectIsLinked(DebugCompression how) throws IOException {
    bench.change(object, "packed.o", Layout.REPACK, how.change());
    bench.run("gcc", "-o", "linked", "packed.o");
    assertThat(bench.run("./linked")).isEqualTo("3\n");
    assertThat(lines(bench, "linked")).contains("char name[20]");
  }

  /** The bytes that a debugger expands are those that the compiler wrote. */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "ZLIB", "ZLIB_GNU"})
  void expandedAgainSectionsAreAsBefore(DebugCompression how) throws IOException {
    Path packed = bench.change(object, "packed.o", Layout.REPACK, how.change());
    bench.change(packed, "plain.o", Layout.REPACK, DebugCompression.NONE.change());
    bench.change(object, "repacked.o", Layout.REPACK, _ -> {});
    String all =
        "readelf -SW %1$s | cut -c1-41; objdump -s -j .debug_info -j .debug_str %1$s | tail -n +3";
    assertThat(bench.run("sh", "-c", all.formatted("plain.o")))
        .isEqualTo(bench.run("sh", "-c", all.formatted("repacked.o")));
  }

  @Test
  void aFileForDebuggersGoesWithAStrippedOne() throws IOException {
    bench.change(program, "program.debug", Layout.REPACK, Strip.onlyDebug());
    assertThat(bench.shell("eu-elflint --gnu-ld --debug program.debug")).endsWith("No errors\n0\n");
    ElfTransform link = DebugLink.to(folder.resolve("program.debug"));
    bench.change(program, "stripped", Layout.REPACK, Strip.all().andThen(link));
    assertThat(bench.run("readelf", "-S", "stripped")).doesNotContain(".debug_", ".symtab");
    assertThat(lines(bench, "stripped")).isEqualTo(lines(bench, "program"));
    bench.run("eu-unstrip", "stripped", "program.debug", "-o", "whole");
    assertThat(lines(bench, "whole")).isEqualTo(lines(bench, "program"));
    assertThat(bench.run("./whole")).isEqualTo("3\n");
    Files.delete(folder.resolve("program.debug"));
    assertThat(bench.shell("gdb -batch -ex 'info line work' stripped"))
        .contains("Function \"work\" not defined");
  }

  @Test
  void theBuildIdIsSetWhereItStands() throws IOException {
    byte[] id = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f10111213");
    Path made = bench.change(program, "made", Layout.PRESERVE, BuildIds.set(id));
    assertThat(bench.run("readelf", "-n", "made"))
        .contains("Build ID: 000102030405060708090a0b0c0d0e0f10111213");
    assertThat(Files.size(made)).isEqualTo(Files.size(program));
    assertThat(Workbench.refusal(program, Layout.APPEND, BuildIds.set(new byte[4])))
        .endsWith("the build ID has 20 bytes and is loaded; it cannot have 4");
  }

  @Test
  void aComputedBuildIdDependsOnTheContentsOnly() throws IOException {
    Path first = bench.append(program, "first", BuildIds.ofContents());
    Path other = bench.append(program, "other", BuildIds.set(new byte[20]));
    Path second = bench.append(other, "second", BuildIds.ofContents());
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    Path changed =
        bench.append(
            program,
            "changed",
            ((ElfTransform) e -> e.sections().rename(".comment", ".remark"))
                .andThen(BuildIds.ofContents()));
    String print = "readelf -n %s | grep 'Build ID'";
    assertThat(bench.run("sh", "-c", print.formatted(changed)))
        .isNotEqualTo(bench.run("sh", "-c", print.formatted(first)));
  }

  @Test
  void anObjectGetsTheBuildIdThatItLacks() throws IOException {
    bench.append(object, "made.o", BuildIds.set(new byte[] {1, 2, 3, 4, 5, 6}));
    assertThat(bench.run("readelf", "-n", "made.o")).contains("Build ID: 010203040506");
    assertThat(bench.shell("eu-elflint made.o")).endsWith("No errors\n0\n");
  }

  @Test
  void splitDwarfIsTakenApart() throws IOException {
    bench.write("split.c", SOURCE);
    bench.run("clang-14", "-g", "-gsplit-dwarf=single", "-c", "split.c");
    Path whole = folder.resolve("split.o");
    bench.change(whole, "ours.dwo", Layout.REPACK, SplitDwarf.extract());
    bench.change(whole, "rest.o", Layout.REPACK, SplitDwarf.strip());
    bench.run("objcopy", "--extract-dwo", "split.o", "gnu.dwo");
    String dump = "readelf --debug-dump=info %s | tail -n +2";
    assertThat(bench.run("sh", "-c", dump.formatted("ours.dwo")))
        .contains("DW_TAG_compile_unit")
        .isEqualTo(bench.run("sh", "-c", dump.formatted("gnu.dwo")));
    assertThat(bench.run("readelf", "-SW", "rest.o")).doesNotContain(".dwo");
    bench.run("gcc", "-o", "linked", "rest.o");
    assertThat(bench.run("./linked")).isEqualTo("3\n");
  }
}
