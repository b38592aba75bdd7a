package dev.elfwright.link.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Variables and functions of libraries that a program's code takes for its own, and functions that
 * are chosen when a file is loaded. GNU ld's file of the same objects says what is right.
 */
class BorrowedSymbolsTest {
  private static final Path LIBC = Path.of("/lib/x86_64-linux-gnu/libc.so.6");

  private static final String LIBRARY =
      """
      int counter = 41;
      extern int counter_too __attribute__((weak, alias("counter")));
      __attribute__((aligned(32))) const char text[40] = "text of the library";
      int bump(void) { return ++counter_too; }
      int (*address_of_bump(void))(void) { return bump; }
      const void *address_of_text(void) { return text; }
      """;

  private static final String MAIN =
      """
      #include <stdio.h>
      extern int counter;
      extern const char text[40];
      extern char **environ;
      int bump(void);
      int (*address_of_bump(void))(void);
      const void *address_of_text(void);
      int (*global)(void) = bump;
      int main(void) {
        counter += 100;
        int bumped = bump();
        int (*here)(void) = bump;
        printf("%d %d %s %d\\n", bumped, counter, text, (int) ((unsigned long) text % 32));
        printf("%d %d %d\\n", here == address_of_bump(), global == here, text == address_of_text());
        fprintf(stdout, "%d\\n", environ != 0 && environ[0] != 0);
        return 0;
      }
      """;

  @TempDir private Path folder;

  private ElfModel library(String source) throws IOException {
    Files.writeString(folder.resolve("lib.c"), source);
    Files.writeString(folder.resolve("map"), "LIB_1 { global: *; };");
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-shared",
            "-fPIC",
            "-O1",
            "-Wl,-soname,lib.so",
            "-Wl,--version-script=map",
            "-o",
            "lib.so",
            "lib.c"));
    return open(folder.resolve("lib.so"));
  }

  private static ElfModel open(Path file) {
    try {
      return Elf.openShared(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ElfModel startFile(String name) {
    return open(Path.of(Tool.run(List.of("gcc", "-print-file-name=" + name)).strip()));
  }

  @ParameterizedTest
  @CsvSource({
    "-fPIE -O1, POSITION_INDEPENDENT, Scrt1.o, -pie",
    "-fPIE -O0, POSITION_INDEPENDENT, Scrt1.o, -pie",
    "-fno-pic -O1, FIXED_ADDRESS, crt1.o, -no-pie",
    "-fno-pic -O0, FIXED_ADDRESS, crt1.o, -no-pie",
    "-fPIC -O1, FIXED_ADDRESS, crt1.o, -no-pie",
  })
  void aProgramSharesVariablesAndFunctionAddresses(
      String options, Program.Kind kind, String start, String form) throws IOException {
    ElfModel library = library(LIBRARY);
    ElfModel main = Images.compile(folder, "main", MAIN, ("gcc " + options).split(" "));
    String expected = "142 142 text of the library 0\n1 1 1\n1\n";
    Tool.run(folder, List.of("gcc", form, "-Wl,-rpath,$ORIGIN", "-o", "peer", "main.o", "lib.so"));
    assertThat(Tool.run(List.of(folder.resolve("peer").toString()))).isEqualTo(expected);
    for (boolean lazy : new boolean[] {false, true}) {
      LayoutPlan plan =
          Program.build(
              Target.X86_64,
              kind,
              "main",
              program -> {
                program.add(startFile(start));
                program.add(main);
                program.needs(library);
                program.needs(open(LIBC));
                program.runpath("$ORIGIN");
                if (lazy) {
                  program.bindsLazily();
                }
              });
      Path file = Images.write(plan, folder.resolve("main" + lazy));
      if (lazy) {
        Images.lint(file);
      }
      assertThat(Tool.run(List.of(file.toString()))).isEqualTo(expected);
      assertThat(Tool.run(List.of("readelf", "-rW", file.toString())).contains("R_X86_64_COPY"))
          .isEqualTo(!options.contains("-fPIC"));
    }
  }

  @Test
  void allNamesOfAVariableLeadToItsCopy() throws IOException {
    ElfModel library = library(LIBRARY);
    ElfModel main = Images.compile(folder, "main", MAIN, "gcc", "-fno-pic");
    LayoutPlan plan =
        Program.build(
            Target.X86_64,
            Program.Kind.FIXED_ADDRESS,
            "main",
            program -> {
              program.add(startFile("crt1.o"));
              program.add(main);
              program.needs(library);
              program.needs(open(LIBC));
            });
    Path file = Images.write(plan, folder.resolve("main"));
    String symbols = Tool.run(List.of("readelf", "--dyn-syms", "-W", file.toString()));
    assertThat(symbols)
        .containsPattern("OBJECT +GLOBAL +DEFAULT +\\d+ counter@LIB_1")
        .containsPattern("OBJECT +GLOBAL +DEFAULT +\\d+ counter_too@LIB_1")
        .containsPattern("OBJECT +GLOBAL +DEFAULT +\\d+ __environ@GLIBC_2.2.5");
  }

  @Test
  void aProtectedVariableIsNotCopied() throws IOException {
    ElfModel library =
        library("__attribute__((visibility(\"protected\"))) int counter = 1; void bump(void) {}");
    ElfModel main =
        Images.compile(
            folder,
            "m",
            "extern int counter; int f(void) { return counter; }",
            "gcc",
            "-fno-pic",
            "-O1");
    assertThatThrownBy(() ->
            Program.build(
                Target.X86_64,
                Program.Kind.FIXED_ADDRESS,
                "p",
                p -> {
                  p.entry("f");
                  p.add(main);
                  p.needs(library);
                }))
        .hasMessageContaining("'counter': another file may define it; code compiled with -fPIC");
  }

  private static final String CHOSEN =
      """
      static int small(void) { return 1; }
      static int large(void) { return 2; }
      static int once = 5;
      static void *choose(void) { return once == 5 ? (void *) large : (void *) small; }
      int chosen(void) __attribute__((ifunc("choose")));
      __attribute__((visibility("hidden"))) int hidden(void) __attribute__((ifunc("choose")));
      static int local(void) __attribute__((ifunc("choose")));
      int (*pointer)(void) = hidden;
      int all(void) {
        int (*volatile here)(void) = hidden;
        return 1000 * chosen() + 100 * local() + 10 * pointer() + (here == pointer ? hidden() : 0);
      }
      """;

  private static final String USER =
      """
      #include <stdio.h>
      int all(void), chosen(void);
      int main(void) {
        int (*volatile here)(void) = chosen;
        printf("%d %d %d\\n", all(), chosen(), here());
        return 0;
      }
      """;

  @ParameterizedTest
  @CsvSource({
    "-fPIE -O1, POSITION_INDEPENDENT, Scrt1.o",
    "-fPIC -O0, POSITION_INDEPENDENT, Scrt1.o",
    "-fno-pic -O1, FIXED_ADDRESS, crt1.o",
    "-fPIC -O1, FIXED_ADDRESS, crt1.o",
  })
  void aProgramsChosenFunctionsAreThoseThatTheResolverNames(
      String options, Program.Kind kind, String start) throws IOException {
    ElfModel chosen = Images.compile(folder, "chosen", CHOSEN, ("gcc " + options).split(" "));
    ElfModel user = Images.compile(folder, "user", USER, ("gcc " + options).split(" "));
    for (boolean lazy : new boolean[] {false, true}) {
      LayoutPlan plan =
          Program.build(
              Target.X86_64,
              kind,
              "main",
              program -> {
                program.add(startFile(start));
                program.add(chosen);
                program.add(user);
                program.needs(open(LIBC));
                if (lazy) {
                  program.bindsLazily();
                }
              });
      Path file = Images.write(plan, folder.resolve("main" + lazy));
      assertThat(Tool.run(List.of(file.toString()))).isEqualTo("2222 2 2\n");
      assertThat(Tool.run(List.of("readelf", "-rW", file.toString())))
          .contains("R_X86_64_IRELATIV");
    }
  }

  @Test
  void aLibrarysChosenFunctionsWorkInAProgramOfLd() throws IOException {
    ElfModel chosen = Images.compile(folder, "chosen", CHOSEN, "gcc", "-fPIC", "-O1");
    Images.compile(folder, "user", USER, "gcc", "-fPIE", "-O1");
    Images.write(
        SharedLibrary.build(Target.X86_64, "libchosen.so", l -> l.add(chosen)),
        folder.resolve("libchosen.so"));
    Tool.run(folder, List.of("gcc", "-Wl,-rpath,$ORIGIN", "-o", "main", "user.o", "libchosen.so"));
    assertThat(Tool.run(List.of(folder.resolve("main").toString()))).isEqualTo("2222 2 2\n");
  }

  /** Does for itself what the start files of a static glibc do. */
  private static final String ALONE =
      """
      typedef struct { unsigned long at, info, resolver; } entry;
      extern const entry __rela_iplt_start[], __rela_iplt_end[];
      int all(void);
      static void leave(int status) {
        __asm__ volatile("syscall" : : "a"(60), "D"(status));
        __builtin_unreachable();
      }
      void _start(void) {
        int count = 0;
        for (const entry *e = __rela_iplt_start; e < __rela_iplt_end; e++, count++)
          *(unsigned long *) e->at = ((unsigned long (*)(void)) e->resolver)();
        leave(all() == 2222 ? count : 99);
      }
      """;

  @Test
  void aProgramWithoutLoaderFindsWhatItHasToChoose() throws IOException {
    ElfModel chosen = Images.compile(folder, "chosen", CHOSEN, "gcc", "-fno-pic", "-O1");
    ElfModel alone =
        Images.compile(folder, "alone", ALONE, "gcc", "-fno-pic", "-O1", "-fno-stack-protector");
    LayoutPlan plan =
        Program.build(
            Target.X86_64,
            Program.Kind.STATIC,
            "alone",
            program -> {
              program.add(alone);
              program.add(chosen);
            });
    Path file = Images.write(plan, folder.resolve("alone"));
    assertThat(Tool.run(List.of("sh", "-c", "$0; echo $?", file.toString()))).isEqualTo("3\n");
  }

  @ParameterizedTest
  @CsvSource({
    "aarch64, AARCH64, ld-linux-aarch64.so.1",
    "riscv64, RISCV64, ld-linux-riscv64-lp64d.so.1"
  })
  void otherMachinesCopyToo(String machine, String target, String loader) throws Exception {
    String source =
        """
        int printf(const char *, ...);
        void exit(int);
        extern char **environ;
        extern int opterr;
        void _start(void) {
          printf("%d %d\\n", environ != 0, opterr);
          exit(0);
        }
        """;
    ElfModel main =
        Images.compile(
            folder,
            "main",
            source,
            "clang-14",
            "--target=" + machine + "-linux-gnu",
            "-O1",
            "-fno-pic",
            "-fno-addrsig",
            machine.equals("riscv64") ? "-mno-relax" : "-fno-addrsig");
    Path root = Path.of("/usr/" + machine + "-linux-gnu");
    LayoutPlan plan =
        Program.build(
            (Target) Target.class.getField(target).get(null),
            Program.Kind.FIXED_ADDRESS,
            "main",
            program -> {
              program.add(main);
              program.needs(open(root.resolve("lib/libc.so.6")));
              program.needs(open(root.resolve("lib/" + loader)));
            });
    Path file = Images.write(plan, folder.resolve("main"));
    assertThat(Tool.run(List.of("readelf", "-rW", file.toString()))).contains("_COPY");
    assertThat(
            Tool.run(
                List.of("qemu-" + machine + "-static", "-L", root.toString(), file.toString())))
        .isEqualTo("1 1\n");
  }
}
