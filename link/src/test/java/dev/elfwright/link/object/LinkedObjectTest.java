package dev.elfwright.link.object;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.build.Label;
import dev.elfwright.elf.build.ObjectFile;
import dev.elfwright.elf.build.Target;
import dev.elfwright.link.refusal.ObjectLinkException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that compilers wrote runs in this JVM as it does in a shared library. */
class LinkedObjectTest {
  private static final FunctionDescriptor RUN = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
  private static final Linker LINKER = Linker.nativeLinker();

  /** Constants, variables, zeros, tables of functions and strings, calls into libc. */
  private static final String C =
      """
      #include <stdlib.h>
      #include <string.h>
      static const char *const words[] = {"one", "two", "three", "four"};
      static int counter = 5;
      static long history[1000];
      int common_variable;
      extern char **environ __attribute__((weak));
      extern int nowhere(void) __attribute__((weak));
      static long twice(long x) { return x * 2; }
      static long square(long x) { return x * x; }
      static long (*const table[])(long) = {twice, square};
      static long (*chosen)(long) = square;
      long *where = &history[3];
      __attribute__((constructor)) static void start(void) { common_variable = 1000; }
      __attribute__((noinline)) double scale(long x) { return x * 1.5 + 0.25; }
      __attribute__((noinline)) long kind(long x) {
        switch (x & 7) {
          case 0: return 3; case 1: return 17; case 2: return 90; case 3: return -4;
          case 4: return counter; case 5: return 111; case 6: return -1; default: return 8;
        }
      }
      static int compare(const void *a, const void *b) {
        return *(const int *) a - *(const int *) b;
      }
      long run(long n) {
        char *copy = malloc(64);
        strcpy(copy, words[n & 3]);
        strcat(copy, "!");
        int numbers[] = {9, (int) n, 4, 7, 1};
        qsort(numbers, 5, sizeof(int), compare);
        long result = strlen(copy) * 1000000 + table[n & 1](n) + chosen(3) + kind(n);
        free(copy);
        history[n & 511] += counter++;
        *where += 1;
        for (int i = 0; i < 1000; i++) result += history[i];
        if (nowhere) result += nowhere();
        return result + common_variable + (long) scale(n) + numbers[1] * 7;
      }
      """;

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void compileTheLibrary() throws IOException {
    Files.writeString(shared.resolve("code.c"), C);
    Tool.run(shared, List.of("gcc", "-w", "-O1", "-fPIC", "-shared", "-o", "code.so", "code.c"));
  }

  static Stream<List<String>> compilations() {
    return Stream.of("gcc", "clang-14")
        .flatMap(c -> Stream.of("-O0", "-O2", "-O3").map(o -> List.of(c, o)))
        .flatMap(c ->
            Stream.of(
                    "-fPIC",
                    "-fno-pic",
                    "-fPIE",
                    "-mcmodel=large",
                    "-fPIC -mcmodel=large",
                    "-fPIC -fno-plt",
                    "-fno-pic -fcommon -ffunction-sections -fdata-sections")
                .map(m -> Stream.concat(c.stream(), Stream.of(m.split(" "))).toList()));
  }

  private Path compile(String source, String output, List<String> command) throws IOException {
    Files.writeString(folder.resolve("code.c"), source);
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("-w", "-o", output, "code.c"));
    Tool.run(folder, whole);
    return folder.resolve(output);
  }

  private static LinkedObject load(Path file, Arena arena) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      return LinkedObject.load(model, LINKER.defaultLookup(), arena);
    }
  }

  private LinkedObject load(String source, Arena arena, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("gcc", "-c", "-O1"));
    command.addAll(List.of(options));
    return load(compile(source, "code.o", command), arena);
  }

  private static List<Long> results(MethodHandle run) throws Throwable {
    List<Long> all = new ArrayList<>();
    for (long n = -20; n < 20; n++) {
      all.add((long) run.invokeExact(n));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("compilations")
  void theObjectComputesWhatTheLibraryDoes(List<String> compiler) throws Throwable {
    List<String> object = new ArrayList<>(compiler);
    object.add("-c");
    try (Arena arena = Arena.ofConfined()) {
      LinkedObject linked = load(compile(C, "code.o", object), arena);
      SymbolLookup peer = SymbolLookup.libraryLookup(shared.resolve("code.so"), arena);
      MethodHandle expected = LINKER.downcallHandle(peer.findOrThrow("run"), RUN);
      assertThat(results(linked.handle("run", RUN))).isEqualTo(results(expected));
    }
  }

  @Test
  void whatIsBuiltFromNothingRunsWithoutEverBeingAFile() throws Throwable {
    ElfModel object =
        ObjectFile.model(
            "built",
            Target.X86_64,
            o -> {
              Label seven = o.label();
              o.code(
                  ".text",
                  code -> {
                    o.define("add", code.here(), s -> s.global().function());
                    code.bytes(0x48, 0x8d, 0x04, 0x37); // lea (%rdi,%rsi), %rax
                    code.bytes(0x48, 0x03, 0x05).relocate(2, seven, -4).i32(0); // add seven, %rax
                    code.bytes(0xc3); // ret
                  });
              o.constants(".rodata", data -> data.align(8).bind(seven).i64(7));
            });
    try (Arena arena = Arena.ofConfined()) {
      LinkedObject linked = LinkedObject.load(object, LINKER.defaultLookup(), arena);
      MethodHandle add =
          linked.handle("add", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
      assertThat((long) add.invokeExact(2L, 3L)).isEqualTo(12);
    }
  }

  @Test
  void nothingThatCanBeWrittenCanBeExecuted() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      LinkedObject linked = load(C, arena, "-fPIC");
      assertThat(protection(linked.findOrThrow("run"))).startsWith("r-xp");
      assertThat(protection(linked.findOrThrow("where"))).startsWith("rw-p");
      assertThat(linked.findOrThrow("where").byteSize()).isEqualTo(8);
    }
  }

  private static String protection(MemorySegment at) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      String[] range = line.substring(0, line.indexOf(' ')).split("-");
      if (Long.parseUnsignedLong(range[0], 16) <= at.address()
          && at.address() < Long.parseUnsignedLong(range[1], 16)) {
        return line.substring(line.indexOf(' ') + 1);
      }
    }
    return "not mapped";
  }

  @Test
  void closingTheArenaRunsDestructorsAndFreesTheMemory() throws Throwable {
    MemorySegment code;
    try (Arena outer = Arena.ofConfined()) {
      MemorySegment flag = outer.allocate(JAVA_INT);
      try (Arena arena = Arena.ofConfined()) {
        LinkedObject linked =
            load(
                """
                static int *flag;
                void set(int *f) { flag = f; *f = 1; }
                __attribute__((destructor)) static void stop(void) { if (flag) *flag = 2; }
                """,
                arena);
        code = linked.findOrThrow("set");
        linked.handle("set", FunctionDescriptor.ofVoid(ADDRESS)).invokeExact(flag);
        assertThat(flag.get(JAVA_INT, 0)).isEqualTo(1);
      }
      assertThat(flag.get(JAVA_INT, 0)).isEqualTo(2);
    }
    assertThat(protection(code)).isEqualTo("not mapped");
    assertThatThrownBy(() -> code.get(JAVA_INT, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatDoesNotReachIsNamed() {
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() ->
              load(
                  "extern char far_away[]; void *f(void) { return far_away; }",
                  arena,
                  name -> MemorySegment.ofAddress(0x7000_0000_0000L),
                  "-fno-pic"))
          .isInstanceOf(ObjectLinkException.class)
          .hasMessageContaining("code.o: .text+0x")
          .hasMessageContaining("R_X86_64_32 against 'far_away': ")
          .hasMessageContaining("0x700000000000 does not fit unsigned32");
    }
  }

  private void load(String source, Arena arena, Imports imports, String option) throws IOException {
    Path file = compile(source, "code.o", List.of("gcc", "-c", "-O1", option));
    try (ElfModel model = Elf.open(file)) {
      LinkedObject.load(model, name -> java.util.Optional.of(imports.find(name)), arena);
    }
  }

  private interface Imports {
    MemorySegment find(String name);
  }

  @Test
  void whatCannotBeLinkedIsNamed() {
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> load("int no_such(void); int f(void) { return no_such(); }", arena))
          .isInstanceOf(ObjectLinkException.class)
          .hasMessageContaining("symbol 'no_such' is defined nowhere");
      assertThatThrownBy(() -> load("_Thread_local int t; int *f(void) { return &t; }", arena))
          .isInstanceOf(ObjectLinkException.class)
          .hasMessageContaining("against 't': thread-local variables cannot be linked");
      assertThatThrownBy(() ->
              load(
                  """
                  static int one(void) { return 1; }
                  static void *choose(void) { return one; }
                  int f(void) __attribute__((ifunc("choose")));
                  """,
                  arena))
          .isInstanceOf(ObjectLinkException.class)
          .hasMessageContaining("'f': functions that are chosen at run time (ifunc) cannot");
      assertThatThrownBy(() -> load("int f(void) { return 1; }", arena, "-m32"))
          .isInstanceOf(ObjectLinkException.class)
          .hasMessageContaining("this is a REL for 386");
    }
  }
}
