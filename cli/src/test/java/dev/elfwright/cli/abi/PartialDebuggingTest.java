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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debugging information of which a part is missing: what is not seen is neither void nor safe. */
class PartialDebuggingTest {
  @TempDir private Path folder;

  @BeforeEach
  void build() throws IOException {
    write("old/p.h", "struct point { int x, y; }; int get(struct point *);");
    write("new/p.h", "struct point { int y, x; }; int get(struct point *);");
    write("lib.c", "#include <p.h>\nint get(struct point *p) { return p->x; }");
    write("main.c", "int help(void); int main(void) { return help() - 1; }");
    write("help.c", "#include <p.h>\nint help(void) { struct point p = {1, 2}; return get(&p); }");
    write(
        "opaque.c",
        "struct point; int get(struct point *); struct point *g;"
            + " int main(void) { return g ? get(g) : 0; }");
    for (String side : List.of("old", "new")) {
      run("gcc -g -shared -fPIC -I%1$s lib.c -Wl,-soname,libp.so -o %1$s/libp.so".formatted(side));
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private void run(String command) {
    Tool.run(folder, List.of(command.split(" ")));
  }

  private void delete(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(suffix)).toList()) {
        Files.delete(file);
      }
    }
  }

  private boolean works(String program, String side) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(path(program));
    builder.environment().put("LD_LIBRARY_PATH", path(side));
    return builder.start().waitFor() == 0;
  }

  /** What a program's debugging information leaves out may know the type all the same. */
  @Test
  void codeWithoutTypesIsNotTakenToKnowNone() throws IOException, InterruptedException {
    run("gcc -g -Iold main.c help.c old/libp.so -o whole");
    run("gcc -Iold -c help.c");
    run("gcc -g main.c help.o old/libp.so -o mixed");
    run("gcc -g1 -Iold main.c help.c old/libp.so -o lines");
    run("clang-14 -g1 -Iold main.c help.c old/libp.so -o clang-lines");
    run("gcc -g -gsplit-dwarf -Iold main.c help.c old/libp.so -o split");
    delete(".dwo");
    run("cp whole one");
    run("cp whole two");
    run("dwz -m common one two");
    delete("common");
    run("gcc -g opaque.c old/libp.so -o opaque");
    run("clang-14 -g opaque.c old/libp.so -o clang-opaque");
    run("gcc -g -no-pie opaque.c old/libp.so -o fixed-opaque");
    for (String program :
        List.of(
            "whole",
            "mixed",
            "lines",
            "clang-lines",
            "split",
            "one",
            "opaque",
            "clang-opaque",
            "fixed-opaque")) {
      assertThat(works(program, "old")).as(program).isTrue();
      boolean isBroken = !works(program, "new");
      assertThat(isBroken).as(program).isEqualTo(!program.endsWith("opaque"));
      assertThat(
              abi(
                  isBroken ? ExitCode.FINDING : ExitCode.OK,
                  "diff",
                  path("old/libp.so"),
                  path("new/libp.so"),
                  "--all",
                  "--consumers",
                  path(program)))
          .contains((isBroken ? "broken  " : "works   ") + path(program));
    }
  }

  /** Of a library, whole or in part. */
  @ParameterizedTest
  @ValueSource(strings = {"apart.debug", "lib.dwo", "common"})
  void aFileThatIsMissingIsNamed(String file) throws IOException {
    String library = path("l.so");
    switch (file) {
      case "apart.debug" -> {
        run("objcopy --only-keep-debug old/libp.so apart.debug");
        run("objcopy -S --add-gnu-debuglink=apart.debug old/libp.so l.so");
      }
      case "lib.dwo" -> {
        run("gcc -g -gsplit-dwarf -fPIC -Iold -c lib.c");
        run("gcc -shared lib.o -Wl,-soname,libp.so -o l.so");
      }
      default -> {
        run("cp old/libp.so l.so");
        run("cp old/libp.so m.so");
        run("dwz -m common l.so m.so");
      }
    }
    assertThat(abi(ExitCode.FINDING, "diff", library, path("new/libp.so")))
        .contains("TYPE-MEMBER-MOVED")
        .doesNotContain("not seen", "not found");
    delete(file);
    String sought = file.equals("lib.dwo") ? "lib.dwo or l.so.dwp" : file;
    assertThat(abi(ExitCode.OK, "dump", library))
        .contains("\n  missing   " + sought + "\n")
        .contains("\nfunction  get\n");
    assertThat(abi(ExitCode.OK, "diff", library, path("new/libp.so")))
        .isEqualTo(
            """
            no change
            not seen, for want of debugging information of the old library: types, members, \
            parameters, enumerations
            not found for the types of the old library: %s
            """
                .formatted(sought));
    assertThat(abi(ExitCode.OK, "diff", "--json", library, path("new/libp.so")))
        .contains("\"missing\": [\n      \"" + sought + "\"");
    if (!file.equals("apart.debug")) {
      assertThat(abi(ExitCode.BAD_INPUT, "plan", "point", "--from", library, "--add", "int z"))
          .endsWith("is in part in " + sought + ", which is not found\n");
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String abi(int exitCode, String... arguments) {
    var text = new ByteArrayOutputStream();
    String[] all = Stream.concat(Stream.of("abi"), Stream.of(arguments)).toArray(String[]::new);
    int code;
    try (var out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
      code = new Elfwright(new Terminal(out, out, false)).run(all);
    }
    assertThat(code).as(text.toString(StandardCharsets.UTF_8)).isEqualTo(exitCode);
    return text.toString(StandardCharsets.UTF_8);
  }
}
