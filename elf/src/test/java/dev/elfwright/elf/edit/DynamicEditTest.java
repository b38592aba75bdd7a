package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, paths and versions that the loader reads, as readelf and the loader see them. */
class DynamicEditTest {
  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";

  @TempDir private static Path folder;

  private static Workbench bench;
  private static Path program;

  /** A program that prints 42, which libanswer.so in a folder beside it gives. */
  @BeforeAll
  static void compile() throws IOException {
    bench = new Workbench(folder);
    Files.createDirectory(folder.resolve("lib"));
    bench.gcc(
        "lib/libanswer.so",
        "int answer(void) { return 42; }",
        "-shared",
        "-fPIC",
        "-Wl,-soname,libanswer.so");
    bench.gcc("lib/libother.so", "int other;", "-shared", "-fPIC", "-Wl,-soname,libother.so");
    program =
        bench.gcc(
            "program",
            """
            #include <math.h>
            #include <stdio.h>
            extern int answer(void);
            int main(int argc, char **argv) { return printf("%d %.1f\\n", answer(), exp(argc)) < 0; }
            """,
            "-Llib",
            "-lanswer",
            "-lm",
            "-fno-builtin",
            "-Wl,-z,nognustack");
  }

  private static Path changed(ElfTransform change) throws IOException {
    return bench.append(program, "changed", change);
  }

  private static String dynamic(Path file) {
    return Tool.run(List.of("readelf", "-dlVW", file.toString()));
  }

  @Test
  void aLibraryIsFoundAlongTheNewRunpath() throws IOException {
    assertThat(bench.shell("./program")).contains("libanswer.so: cannot open").endsWith("127\n");
    Path file = changed(e -> e.dynamic().setRunpath("$ORIGIN/lib"));
    assertThat(bench.run("./changed")).isEqualTo("42 2.7\n");
    assertThat(dynamic(file)).contains("(RUNPATH)            Library runpath: [$ORIGIN/lib]");
    assertThat(bench.shell("eu-elflint --gnu-ld changed")).endsWith("No errors\n0\n");
  }

  @Test
  void anRpathGoesBeforeTheEnvironment() throws IOException {
    Files.createDirectories(folder.resolve("wrong"));
    bench.gcc("wrong/libanswer.so", "int answer(void) { return 13; }", "-shared", "-fPIC");
    changed(e -> e.dynamic().setRunpath("$ORIGIN/lib"));
    assertThat(bench.shell("LD_LIBRARY_PATH=wrong ./changed")).startsWith("13 ");
    Path file = changed(e -> e.dynamic().setRunpath("$ORIGIN/wrong").setRpath("$ORIGIN/lib"));
    assertThat(bench.shell("LD_LIBRARY_PATH=wrong ./changed")).startsWith("42 ");
    assertThat(dynamic(file)).contains("(RPATH)").doesNotContain("(RUNPATH)");
  }

  @Test
  void aSearchPathCanBeAppendedToAndRemoved() throws IOException {
    Path first = bench.append(program, "first", e -> e.dynamic().setRunpath("/nowhere"));
    bench.append(first, "second", SearchPaths.append("$ORIGIN/lib"));
    assertThat(bench.run("./second")).startsWith("42 ");
    Path none = bench.append(first, "none", e -> e.dynamic().removeSearchPath());
    assertThat(dynamic(none)).doesNotContain("PATH)");
  }

  @Test
  void neededLibrariesAreLoadedInTheirOrder() throws IOException {
    Path file =
        changed(e ->
            e.dynamic()
                .setRunpath("$ORIGIN/lib")
                .addNeededFirst("libother.so")
                .addNeededLast("libz.so.1"));
    assertThat(dynamic(file))
        .containsSubsequence("[libother.so]", "[libanswer.so]", "[libm.so.6]", "[libz.so.1]");
    assertThat(bench.shell("LD_DEBUG=files ./changed"))
        .containsSubsequence(
            "calling init: " + folder + "/lib/libother.so", "initialize program", "42 2.7");
    Path without =
        bench.append(
            file,
            "without",
            e -> e.dynamic().removeNeeded("libother.so").removeNeeded("libz.so.1"));
    assertThat(dynamic(without)).doesNotContain("libother", "libz");
  }

  @Test
  void aReplacedLibraryIsLoadedInsteadOfTheOther() throws IOException {
    Files.copy(folder.resolve("lib/libanswer.so"), folder.resolve("lib/libanswer2.so"));
    changed(
        e -> e.dynamic().setRunpath("$ORIGIN/lib").replaceNeeded("libanswer.so", "libanswer2.so"));
    assertThat(bench.run("./changed")).startsWith("42 ");
  }

  /** glibc looks for versions in the file of the name that vn_file gives. */
  @Test
  void theVersionsOfAReplacedLibraryFollow() throws IOException {
    Path file = changed(e -> e.dynamic().replaceNeeded("libm.so.6", "libmm.so.6"));
    assertThat(dynamic(file)).contains("File: libmm.so.6").doesNotContain("File: libm.so.6");
  }

  @Test
  void theKernelStartsTheNewInterpreter() throws IOException {
    String copy = folder.resolve("a-loader-with-a-longer-name-than-before").toString();
    Files.copy(Path.of(LOADER), Path.of(copy));
    Path file = changed(e -> e.dynamic().setInterpreter(copy).setRunpath("$ORIGIN/lib"));
    assertThat(bench.run("sh", "-c", "LD_TRACE_LOADED_OBJECTS=1 ./changed")).contains(copy);
    assertThat(bench.run("./changed")).startsWith("42 ");
    assertThat(dynamic(file)).contains("interpreter: " + copy + "]");
  }

  @Test
  void aLibraryHasNoInterpreterToSet() throws IOException {
    assertThat(
            Workbench.refusal(
                folder.resolve("lib/libanswer.so"),
                Layout.APPEND,
                e -> e.dynamic().setInterpreter("/lib/ld.so")))
        .endsWith("libanswer.so: has no program interpreter");
  }

  @Test
  void programsThatAreLinkedNextAskForTheNewSoname() throws IOException {
    Path library = folder.resolve("lib/libanswer.so");
    bench.append(library, "lib/libnew.so", e -> e.dynamic().setSoname("libnew.so"));
    Path user =
        bench.gcc(
            "user",
            "extern int answer(void); int main(void) { return answer(); }",
            "-Llib",
            "-lnew",
            "-Wl,-rpath,$ORIGIN/lib");
    assertThat(dynamic(user)).contains("[libnew.so]");
    assertThat(bench.shell("./user")).isEqualTo("42\n");
    Path without = bench.append(library, "lib/without.so", e -> e.dynamic().removeSoname());
    assertThat(dynamic(without)).doesNotContain("SONAME");
  }

  @Test
  void anotherVersionIsTakenFromTheSameLibrary() throws IOException {
    assertThat(dynamic(program)).contains("GLIBC_2.29");
    Path file =
        changed(e -> e.dynamic().setRunpath("$ORIGIN/lib").requireVersion("exp", "GLIBC_2.2.5"));
    assertThat(bench.run("./changed")).isEqualTo("42 2.7\n");
    assertThat(Tool.run(List.of("nm", "-D", file.toString()))).contains("exp@GLIBC_2.2.5");
    assertThat(bench.shell("LD_DEBUG=bindings LD_BIND_NOW=1 ./changed"))
        .contains("normal symbol `exp' [GLIBC_2.2.5]");
  }

  @Test
  void aVersionThatNoLibraryHasIsMissedByName() throws IOException {
    changed(e ->
        e.dynamic()
            .setRunpath("$ORIGIN/lib")
            .replaceVersion("libm.so.6", "GLIBC_2.29", "GLIBC_2.99"));
    assertThat(bench.shell("./changed"))
        .contains("libm.so.6: version `GLIBC_2.99' not found (required by ./changed)");
  }

  @Test
  void droppedVersionsAreAskedForNoMore() throws IOException {
    Path file = changed(e -> e.dynamic().setRunpath("$ORIGIN/lib").dropVersions("libm.so.6"));
    assertThat(dynamic(file)).doesNotContain("File: libm.so.6").contains("File: libc.so.6");
    assertThat(bench.run("./changed")).isEqualTo("42 2.7\n");
    assertThat(bench.shell("LD_DEBUG=bindings LD_BIND_NOW=1 ./changed"))
        .containsPattern("normal symbol `exp'\\R")
        .contains("normal symbol `printf' [GLIBC_2.2.5]");
  }

  @Test
  void aClearedVersionLeavesTheOthers() throws IOException {
    changed(e -> e.dynamic().setRunpath("$ORIGIN/lib").clearVersion("printf"));
    assertThat(bench.shell("LD_DEBUG=bindings LD_BIND_NOW=1 ./changed"))
        .containsPattern("normal symbol `printf'\\R")
        .contains("normal symbol `exp' [GLIBC_2.29]");
  }

  @Test
  void aFileWithoutSectionHeadersIsChanged() throws IOException {
    Path bare = bench.append(program, "bare", e -> e.sections().removeHeaders());
    bench.append(bare, "changed", e -> e.dynamic().setRunpath("$ORIGIN/lib/" + "./".repeat(300)));
    assertThat(bench.run("./changed")).isEqualTo("42 2.7\n");
  }

  /** The kernel reads PT_GNU_STACK, /proc tells what it made of it. */
  @Test
  void theStackCanBeExecutedOrNot() throws IOException {
    Path shell = Path.of("/bin/dash");
    for (boolean executable : new boolean[] {true, false}) {
      bench.append(
          shell,
          "dash",
          e -> {
            if (executable) {
              e.header().executableStack();
            } else {
              e.header().ordinaryStack();
            }
          });
      assertThat(bench.run("./dash", "-c", "while read l; do echo $l; done </proc/$$/maps"))
          .containsPattern(executable ? "rwxp .*\\[stack\\]" : "rw-p .*\\[stack\\]");
    }
  }

  @Test
  void aFileWithoutWordOnItsStackGetsOne() throws IOException {
    Path lld =
        bench.gcc("nostack", "int main(void) { return 7; }", "-fuse-ld=lld", "-Wl,-z,nognustack");
    assertThat(dynamic(lld)).doesNotContain("GNU_STACK");
    Path made = bench.append(lld, "stack", e -> e.header().ordinaryStack());
    assertThat(dynamic(made)).containsPattern("GNU_STACK .* RW  ");
    assertThat(bench.shell("./stack")).isEqualTo("7\n");
  }

  @Test
  void largerPagesNeedALinkerThatLeftRoomForThem() throws IOException {
    Path small = bench.gcc("small", "int main(void) { return 7; }", "-Wl,-z,max-page-size=4096");
    assertThat(Workbench.refusal(small, Layout.APPEND, e -> e.header().pageSize(0x4000)))
        .contains("would share a page of 0x4000 bytes");
    Path large = bench.gcc("large", "int main(void) { return 7; }", "-Wl,-z,max-page-size=65536");
    Path made = bench.append(large, "fits", e -> e.header().pageSize(0x4000));
    assertThat(dynamic(made)).containsPattern("LOAD .* 0x4000\\R");
    assertThat(bench.shell("./fits")).isEqualTo("7\n");
  }

  @Test
  void headerFieldsAreAsReadelfShowsThem() throws IOException {
    Path file = bench.append(program, "header", e -> e.header().osAbi(9).entry(0x4321).type(2));
    assertThat(Tool.run(List.of("readelf", "-h", file.toString())))
        .contains("UNIX - FreeBSD", "0x4321", "EXEC (Executable file)");
  }
}
