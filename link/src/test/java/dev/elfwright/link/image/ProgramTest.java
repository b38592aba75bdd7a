package dev.elfwright.link.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.build.Label;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that no linker has seen run: under the kernel, under glibc's loader, and elsewhere. */
class ProgramTest {
  private static final Path LIBC = Path.of("/lib/x86_64-linux-gnu/libc.so.6");

  /** Enough of C to need tables, threads' variables, constructors and several objects. */
  private static final String MAIN =
      """
      #include <stdio.h>
      #include <stdlib.h>
      extern long helper(long), shared;
      __thread long mine = 7, zero;
      static const char *const words[] = {"zero", "one"};
      long (*chosen)(long) = helper;
      static long prepared;
      __attribute__((constructor)) static void prepare(void) { prepared = 100; }
      __attribute__((destructor)) static void end(void) { puts("end"); }
      int main(int argc, char **argv) {
        mine += argc;
        printf("%s %ld %ld %ld\\n", words[argc], helper(mine), chosen(prepared) + zero, shared);
        exit(3);
      }
      """;

  private static final String HELPER =
      """
      extern __thread long mine;
      long shared = 42;
      long helper(long x) { return x * 2 + mine; }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "gcc -fPIC -O0, POSITION_INDEPENDENT, Scrt1.o",
    "gcc -fPIC -O2, POSITION_INDEPENDENT, Scrt1.o",
    "clang-14 -fPIC -O2, POSITION_INDEPENDENT, Scrt1.o",
    "gcc -fPIC -O2 -mtls-dialect=gnu2, POSITION_INDEPENDENT, Scrt1.o",
    "gcc -fPIE -O1, POSITION_INDEPENDENT, Scrt1.o",
    "gcc -fno-pic -O1, FIXED_ADDRESS, crt1.o",
    "clang-14 -fPIC -O1, FIXED_ADDRESS, crt1.o",
  })
  void objectsOfCompilersBecomeAProgramOfGlibc(String compiler, Program.Kind kind, String start)
      throws IOException {
    String[] command = (compiler + " -g").split(" ");
    ElfModel main = Images.compile(folder, "main", MAIN, command);
    ElfModel helper = Images.compile(folder, "helper", HELPER, command);
    for (boolean lazy : new boolean[] {false, true}) {
      LayoutPlan plan =
          Program.build(
              Target.X86_64,
              kind,
              "main",
              program -> {
                program.add(open(startFile(start)));
                program.add(main);
                program.add(helper);
                program.needs(open(LIBC));
                program.importsVersion("ld-linux-x86-64.so.2", "GLIBC_2.3", "__tls_get_addr");
                if (lazy) {
                  program.bindsLazily();
                } else {
                  program.packsRelativeRelocations();
                }
              });
      Path file = Images.write(plan, folder.resolve("main" + lazy));
      if (lazy) {
        Images.lint(file);
      }
      assertThat(run(file.toString())).isEqualTo("one 24 208 42\nend\n3");
    }
  }

  /** Output and exit code of a program that does not end with 0. */
  private static String run(String... command) {
    List<String> whole = new ArrayList<>(List.of("sh", "-c", "\"$@\"; printf %s $?", "sh"));
    whole.addAll(List.of(command));
    return Tool.run(whole);
  }

  private static Path startFile(String name) {
    return Path.of(Tool.run(List.of("gcc", "-print-file-name=" + name)).strip());
  }

  private static ElfModel open(Path file) {
    try {
      return Elf.openShared(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** write(1, "Hello\n", 6), then exit(0), in machine code. */
  private static LayoutPlan hello() {
    return Program.build(
        Target.X86_64,
        Program.Kind.STATIC,
        "hello",
        program -> {
          program.entry("begin");
          program.object(object -> {
            Label text = object.label();
            object.code(
                ".text",
                code -> {
                  Label end = object.label();
                  object.define("begin", code.here(), s -> s.global().function().until(end));
                  code.bytes(0xb8).i32(1).bytes(0xbf).i32(1);
                  code.bytes(0xbe).relocate(10, text, 0).i32(0);
                  code.bytes(0xba).i32(6).bytes(0x0f, 0x05);
                  code.bytes(0xe8).relocate(4, object.symbol("leave"), -4).i32(0).bind(end);
                  Label last = object.label();
                  object.define("leave", code.here(), s -> s.global().function().until(last));
                  code.bytes(0xb8).i32(60).bytes(0x31, 0xff, 0x0f, 0x05).bind(last);
                });
            object.constants(".rodata", data -> data.bind(text).string("Hello\n"));
          });
        });
  }

  @Test
  void aProgramWithoutLibcRunsUnderTheKernelAlone() throws IOException {
    Path file = Images.lint(Images.write(hello(), folder.resolve("hello")));
    assertThat(run(file.toString())).isEqualTo("Hello\n0");
  }

  @Test
  void gdbKnowsTheFunctions() throws IOException {
    Path file = Images.write(hello(), folder.resolve("hello"));
    assertThat(
            Tool.run(
                List.of(
                    "gdb",
                    "-nx",
                    "-batch",
                    "-ex",
                    "break leave",
                    "-ex",
                    "run",
                    "-ex",
                    "info symbol $pc",
                    file.toString())))
        .contains("leave in section .text");
  }

  enum Foreign {
    AARCH64(Target.AARCH64, "ld-linux-aarch64.so.1"),
    RISCV64(Target.RISCV64, "ld-linux-riscv64-lp64d.so.1");

    private final Target target;
    private final String loader;

    Foreign(Target target, String loader) {
      this.target = target;
      this.loader = loader;
    }

    private String machine() {
      return name().toLowerCase(Locale.ROOT);
    }

    private Path root() {
      return Path.of("/usr/" + machine() + "-linux-gnu");
    }
  }

  private static final String FOREIGN =
      """
      int puts(const char *);
      int printf(const char *, ...);
      void exit(int);
      extern char **environ;
      extern __thread long mine;
      __thread long block[40] = {0, 3};
      __thread long zero[7];
      static const char *const words[] = {"zero", "one"};
      extern long helper(long), shared;
      extern int nowhere(void) __attribute__((weak));
      long (*chosen)(long) = helper;
      static long prepared;
      __attribute__((constructor)) static void prepare(void) { prepared = 100; }
      void _start(void) {
        puts(words[environ != 0]);
        prepare();
        mine++;
        zero[1]++;
        printf("%ld %ld %ld\\n", helper(mine + block[1] + zero[1]), chosen(prepared), shared);
        exit(nowhere ? 1 : 3);
      }
      """;

  private static final String FOREIGN_HELPER =
      """
      __thread long mine = 7;
      long shared = 42;
      long helper(long x) { return x * 2 + mine; }
      """;

  @ParameterizedTest
  @EnumSource
  void programsForOtherMachinesRunUnderQemu(Foreign machine) throws IOException {
    String[] command = {
      "clang-14",
      "--target=" + machine.machine() + "-linux-gnu",
      "-O1",
      "-fPIC",
      "-mno-relax",
      "-fno-stack-protector"
    };
    if (machine == Foreign.AARCH64) {
      command[4] = "-fno-addrsig";
    }
    ElfModel main = Images.compile(folder, "main", FOREIGN, command);
    ElfModel helper = Images.compile(folder, "helper", FOREIGN_HELPER, command);
    Path root = machine.root();
    ElfModel libc = open(root.resolve("lib/libc.so.6"));
    ElfModel loader = open(root.resolve("lib/" + machine.loader));
    LayoutPlan library =
        SharedLibrary.build(
            machine.target,
            "libhelper.so",
            l -> {
              l.add(helper);
              l.needs(loader);
              l.version("HELPER_1", "helper", "mine");
            });
    Path libraryFile = Images.write(library, folder.resolve("libhelper.so"));
    for (boolean inLibrary : new boolean[] {false, true}) {
      LayoutPlan plan =
          Program.build(
              machine.target,
              Program.Kind.POSITION_INDEPENDENT,
              "main",
              program -> {
                program.add(main);
                program.needs(libc);
                program.needs(loader);
                if (inLibrary) {
                  program.needs(open(libraryFile));
                  program.runpath("$ORIGIN");
                  program.bindsLazily();
                } else {
                  program.add(helper);
                }
              });
      Path file = Images.write(plan, folder.resolve("main" + inLibrary));
      assertThat(
              run("qemu-" + machine.machine() + "-static", "-L", root.toString(), file.toString()))
          .isEqualTo("one\n32 208 42\n3");
    }
  }

  @Test
  void whatCannotBeBuiltIsRefusedInOneLine() throws IOException {
    ElfModel absolute =
        Images.compile(folder, "a", "int v; int *f(void) { return &v; }", "gcc", "-O1", "-fno-pic");
    assertThatThrownBy(() -> SharedLibrary.build(Target.X86_64, "l", l -> l.add(absolute)))
        .hasMessageMatching(".*a.o: .text\\+0x1: R_X86_64_32 against 'v': .*compile.* -fPIC.*");
    assertThatThrownBy(() -> program(p -> p.add(absolute)))
        .hasMessage("p: its entry point '_start' is not defined");
    assertThatThrownBy(() -> program(p -> p.needs(absolute))).hasMessageEndingWith("no library");
    assertThatThrownBy(
            () -> SharedLibrary.build(Target.X86_64, "l", l -> l.version("V_1", "nothing")))
        .hasMessage("l: symbol 'nothing' is not defined");
    assertThatThrownBy(() -> program(p -> p.object(o -> o.constants(".dynamic", s -> s.i64(0)))))
        .hasMessage("p, object 1: section .dynamic is the linker's own");
    ElfModel f = Images.compile(folder, "f", "int f(void) { return 1; }", "gcc");
    assertThatThrownBy(() ->
            SharedLibrary.build(
                Target.X86_64,
                "l",
                l -> {
                  l.add(f);
                  l.version("V_1", "f");
                  l.version("V_2", "f");
                }))
        .hasMessage("l: symbol 'f' is given two versions");
    assertThatThrownBy(() -> SharedLibrary.build(Target.S390X, "l", _ -> {}))
        .hasMessageStartingWith("l: programs and libraries for ");
    assertThatThrownBy(() -> SharedLibrary.build(Target.AARCH64, "l", l -> l.add(absolute)))
        .hasMessageContaining("a.o: an object file for AARCH64 is wanted");
  }

  private static LayoutPlan program(Consumer<ProgramBuilder> body) {
    return Program.build(Target.X86_64, Program.Kind.STATIC, "p", body);
  }

  private static final String CLASSES =
      """
      #include <string>
      #include <vector>
      #include <stdexcept>
      #include <iostream>
      struct Shape { virtual ~Shape() {} virtual int area() const { throw std::runtime_error("no"); } };
      struct Square : Shape { int s; Square(int x) : s(x) {} int area() const override { return s * s; } };
      template <typename T> __attribute__((noinline)) T sum(const std::vector<T> &all) {
        static int calls; calls++;
        T t{}; for (auto &x : all) t += x; if (all.empty()) throw std::out_of_range("empty");
        return t + T(calls);
      }
      """;

  @Test
  void exceptionsCrossObjectsThatShareTemplates() throws IOException {
    ElfModel throwing =
        Images.compile(
            folder,
            "throwing",
            CLASSES + "int f(int n) { return sum(std::vector<int>(n, 7)) + Square(n).area(); }",
            "g++",
            "-x",
            "c++",
            "-fPIC",
            "-O1",
            "-g");
    ElfModel catching =
        Images.compile(
            folder,
            "catching",
            CLASSES
                + """
                int f(int);
                int main() {
                  try { std::cout << f(2) << ' ' << sum(std::vector<int>(1, 1)) << std::endl; f(0); }
                  catch (std::out_of_range &e) { std::cout << e.what() << std::endl; }
                  try { Shape().area(); }
                  catch (std::exception &e) { std::cout << e.what() << std::endl; }
                }
                """,
            "g++",
            "-x",
            "c++",
            "-fPIC",
            "-O1",
            "-g");
    LayoutPlan plan =
        Program.build(
            Target.X86_64,
            Program.Kind.POSITION_INDEPENDENT,
            "shapes",
            program -> {
              for (String start : List.of("Scrt1.o", "crti.o", "crtbeginS.o")) {
                program.add(open(startFile(start)));
              }
              program.add(throwing);
              program.add(catching);
              program.add(open(startFile("crtendS.o")));
              program.add(open(startFile("crtn.o")));
              program.needs(open(Path.of("/usr/lib/x86_64-linux-gnu/libstdc++.so.6")));
              program.needs(open(Path.of("/lib/x86_64-linux-gnu/libgcc_s.so.1")));
              program.needs(open(LIBC));
            });
    Path file = Images.lint(Images.write(plan, folder.resolve("shapes")));
    assertThat(run(file.toString())).isEqualTo("19 3\nempty\nno\n0");
    assertThat(
            Tool.run(
                List.of(
                    "gdb",
                    "-nx",
                    "-batch",
                    "-ex",
                    "break f",
                    "-ex",
                    "run",
                    "-ex",
                    "bt",
                    file.toString())))
        .containsPattern("#0 +f \\(n=.*2\\) at throwing.c:")
        .containsPattern("#1 .* main \\(\\) at catching.c:");
  }

  @Test
  void twoDefinitionsOfOneNameAreRefusedWithBothFiles() throws IOException {
    ElfModel a = Images.compile(folder, "a", "int same(void) { return 1; }", "gcc");
    ElfModel b = Images.compile(folder, "b", "int same(void) { return 2; }", "gcc");
    assertThatThrownBy(() ->
            Program.build(
                Target.X86_64,
                Program.Kind.STATIC,
                "p",
                program -> {
                  program.add(a);
                  program.add(b);
                }))
        .hasMessageMatching(".*/b\\.o: 'same' is defined in .*/a\\.o too");
  }
}
