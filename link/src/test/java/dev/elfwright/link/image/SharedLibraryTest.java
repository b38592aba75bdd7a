package dev.elfwright.link.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.build.Label;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries that no linker has seen are loaded, bound by version, debugged and called. */
class SharedLibraryTest {
  private static final int R_X86_64_64 = 1;
  private static final int R_X86_64_PC32 = 2;
  private static final int R_X86_64_PLT32 = 4;
  private static final int R_X86_64_REX_GOTPCRELX = 42;
  private static final Linker LINKER = Linker.nativeLinker();

  /** Everything that a library has: calls, tables of addresses, start, end, threads' variables. */
  private static final String C =
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      static const char *const words[] = {"one", "two", "three", "four"};
      static long history[1000];
      long counter = 5;
      long common_variable[4];
      __thread long mine = 40;
      static __thread long own;
      static __thread char block[100] = "block";
      extern int nowhere(void) __attribute__((weak));
      __attribute__((visibility("hidden"))) long hidden(long x) { return x + 1; }
      long twice(long x) { return x * 2; }
      static long square(long x) { return x * x; }
      static long (*const table[])(long) = {twice, square, hidden};
      __attribute__((constructor)) static void start(void) { common_variable[1] = 1000; }
      __attribute__((destructor)) static void end(void) { counter = 0; }
      static int compare(const void *a, const void *b) {
        return *(const int *) a - *(const int *) b;
      }
      long run(long n) {
        char copy[64];
        strcpy(copy, words[n & 3]);
        int numbers[] = {9, (int) n, 4, 7, 1};
        qsort(numbers, 5, sizeof(int), compare);
        mine += n;
        own++;
        history[n & 511] += counter++;
        if (nowhere) return -1;
        return strlen(copy) + table[n % 3](n) * 10 + twice(n) + common_variable[1] + mine
            + own + block[1] + numbers[2] + history[n & 511];
      }
      """;

  @TempDir private Path folder;

  private static ElfModel libc() throws IOException {
    return Elf.openShared(Path.of("/lib/x86_64-linux-gnu/libc.so.6"));
  }

  private static LayoutPlan hello(boolean lazy) {
    return SharedLibrary.build(
        Target.X86_64,
        "libhello.so.1",
        library -> {
          library.importsVersion("libc.so.6", "GLIBC_2.2.5", "puts", "stdout");
          library.version("HELLO_1", "hello");
          library.version("HELLO_2", "text");
          library.runpath("$ORIGIN");
          if (lazy) {
            library.bindsLazily();
          }
          library.object(object -> {
            Label text = object.label();
            object.code(
                ".text",
                code -> {
                  Label end = object.label();
                  object.define("hello", code.here(), s -> s.global().function().until(end));
                  code.bytes(0x48, 0x8d, 0x3d).relocate(R_X86_64_PC32, text, -4).i32(0);
                  code.bytes(0xe9).relocate(R_X86_64_PLT32, object.symbol("puts"), -4).i32(0);
                  code.bind(end).align(16);
                  Label last = object.label();
                  object.define("text_of_it", code.here(), s -> s.global().function().until(last));
                  code.bytes(0x48, 0x8b, 0x05);
                  code.relocate(R_X86_64_REX_GOTPCRELX, object.symbol("text"), -4).i32(0);
                  code.bytes(0x48, 0x8b, 0x00, 0xc3).bind(last);
                });
            object.constants(".rodata", data -> data.bind(text).string("Hello"));
            object.data(
                ".data",
                data -> {
                  object.define("text", data.here(), s -> s.global().object().size(8));
                  data.align(8).relocate(R_X86_64_64, text, 1).i64(0);
                });
          });
        });
  }

  @Test
  void whatIsBuiltFromNothingIsCalledFromJava() throws Throwable {
    Path file = Images.lint(Images.write(hello(false), folder.resolve("libhello.so.1")));
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup library = SymbolLookup.libraryLookup(file, arena);
      MethodHandle text =
          LINKER.downcallHandle(library.findOrThrow("text_of_it"), FunctionDescriptor.of(ADDRESS));
      MemorySegment found = (MemorySegment) text.invokeExact();
      assertThat(found.reinterpret(5).getString(0)).isEqualTo("ello");
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "false, 1", "true, 0", "true, 1"})
  void aProgramThatGnuLinksAgainstItGetsItsVersions(boolean lazy, String bindNow)
      throws IOException {
    Images.lint(Images.write(hello(lazy), folder.resolve("libhello.so.1")));
    Files.writeString(
        folder.resolve("main.c"),
        "extern int hello(void); extern char *text; int puts(const char *);"
            + " int main(void) { hello(); return puts(text) < 0; }");
    Tool.run(folder, List.of("gcc", "-o", "main", "main.c", "libhello.so.1", "-Wl,-rpath,$ORIGIN"));
    assertThat(Tool.run(folder, List.of("env", "LD_BIND_NOW=" + bindNow, "./main")))
        .isEqualTo("Hello\nello\n");
    assertThat(Tool.run(folder, List.of("objdump", "-T", "main")))
        .containsPattern("HELLO_1\\)? +hello")
        .containsPattern("HELLO_2\\)? +text");
    assertThat(Tool.run(folder, List.of("env", "LD_DEBUG=versions", "./main")))
        .containsPattern("checking for version `HELLO_1' in file .*libhello.so.1")
        .containsPattern(
            "checking for version `GLIBC_2.2.5' in file .*libc.so.6.* required by"
                + " file .*libhello.so.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -O0",
        "gcc -O2",
        "clang-14 -O0",
        "clang-14 -O2",
        "gcc -O2 -fno-plt",
        "gcc -O1 -mtls-dialect=gnu2",
        "gcc -O1 -ftls-model=initial-exec",
        "gcc -O1 -fcommon -ffunction-sections -fdata-sections",
        "gcc -O1 -mcmodel=large"
      })
  void anObjectOfACompilerComputesWhatGnuLinksOfIt(String compiler) throws Throwable {
    String[] command = (compiler + " -fPIC -g").split(" ");
    ElfModel object = Images.compile(folder, "code", C, command);
    ElfModel libc = libc();
    for (boolean packed : new boolean[] {false, true}) {
      LayoutPlan plan =
          SharedLibrary.build(
              Target.X86_64,
              "libcode.so",
              library -> {
                library.add(object);
                library.needs(libc);
                library.needs("ld-linux-x86-64.so.2");
                library.importsVersion("ld-linux-x86-64.so.2", "GLIBC_2.3", "__tls_get_addr");
                if (packed) {
                  library.packsRelativeRelocations();
                }
              });
      Path file = Images.write(plan, folder.resolve("lib" + packed + ".so"));
      if (!packed) {
        Images.lint(file);
      }
      Tool.run(folder, List.of("gcc", "-shared", "-o", "libpeer.so", "code.o"));
      try (Arena arena = Arena.ofConfined()) {
        assertThat(results(file, arena)).isEqualTo(results(folder.resolve("libpeer.so"), arena));
      }
    }
  }

  private static List<Long> results(Path file, Arena arena) throws Throwable {
    SymbolLookup library = SymbolLookup.libraryLookup(file, arena);
    MethodHandle run =
        LINKER.downcallHandle(
            library.findOrThrow("run"), FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    java.util.ArrayList<Long> all = new java.util.ArrayList<>();
    for (long n = 0; n < 30; n++) {
      all.add((long) run.invokeExact(n));
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({"false, 33", "true, 11"})
  void anotherFileReplacesADefinitionUnlessTheLibraryBindsItsOwn(boolean own, String printed)
      throws IOException {
    ElfModel object =
        Images.compile(
            folder,
            "f",
            "int one(void) { return 1; } int v = 10; int both(void) { return one() + v; }",
            "gcc",
            "-fPIC",
            "-O0");
    LayoutPlan plan =
        SharedLibrary.build(
            Target.X86_64,
            "libboth.so",
            library -> {
              library.add(object);
              if (own) {
                library.bindsOwnSymbols();
              }
            });
    Images.lint(Images.write(plan, folder.resolve("libboth.so")));
    Files.writeString(folder.resolve("r.c"), "int one(void) { return 3; } int v = 30;");
    Files.writeString(
        folder.resolve("main.c"),
        "#include <stdio.h>\nint both(void); int main(void) { printf(\"%d\", both()); }");
    Tool.run(folder, List.of("gcc", "-shared", "-fPIC", "-o", "libr.so", "r.c"));
    Tool.run(folder, List.of("gcc", "-o", "main", "main.c", "libboth.so", "-Wl,-rpath,$ORIGIN"));
    assertThat(Tool.run(folder, List.of("env", "LD_PRELOAD=./libr.so", "./main")))
        .isEqualTo(printed);
  }

  @Test
  void equalInputGivesEqualFiles() throws IOException {
    Path a = Images.write(hello(false), folder.resolve("a"));
    Path b = Images.write(hello(false), folder.resolve("b"));
    assertThat(Files.mismatch(a, b)).isEqualTo(-1);
    assertThat(Tool.run(List.of("readelf", "-nW", a.toString()))).contains("Build ID: ");
  }

  @Test
  void aSymbolThatIsNowhereIsRefusedByName() {
    assertThatThrownBy(() ->
            SharedLibrary.build(
                Target.X86_64,
                "libx.so",
                library ->
                    library.object(object ->
                        object.code(
                            ".text",
                            code ->
                                code.bytes(0xe8)
                                    .relocate(R_X86_64_PLT32, object.symbol("missing"), -4)
                                    .i32(0)))))
        .hasMessage("libx.so, object 1: symbol 'missing' is defined nowhere");
  }
}
