package dev.elfwright.livepatch.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.diff.SourcePair.Compiler;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a patch changes, by pairs of real compilations. */
class ObjectDiffTest {
  @TempDir private Path folder;

  private ObjectDiff diff(String before, String after) {
    return diff(Compiler.X86_64, before, after);
  }

  private ObjectDiff diff(Compiler compiler, String before, String after) {
    return SourcePair.compile(folder, compiler, before, after).diff();
  }

  private static List<String> names(ObjectDiff diff) {
    assertThat(diff.refusals()).isEmpty();
    return diff.functions().stream().map(c -> c.change() + " " + c.name()).sorted().toList();
  }

  private static String why(ObjectDiff diff, String name) {
    return diff.carried().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow()
        .why();
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheFunctionWhoseCodeChangedIsCarried(Compiler compiler) {
    String source =
        """
        int other(int x) { return x * 7; }
        int f(int x) { return other(x) + %d; }
        int g(int x) { return f(x) - 1; }
        """;
    var diff =
        diff(
            compiler,
            source.formatted(1).replace("int other", "__attribute__((noipa)) int other"),
            source.formatted(2).replace("int other", "__attribute__((noipa)) int other"));
    assertThat(names(diff)).contains("CHANGED f").doesNotContain("CHANGED other");
  }

  @ParameterizedTest
  @EnumSource
  void aStringIsComparedByWhatItSays(Compiler compiler) {
    String source =
        "void say(const char *); void f(void) { say(\"%s\"); } void g(void) { say(\"same\"); }";
    var diff = diff(compiler, source.formatted("hello"), source.formatted("jello"));
    assertThat(names(diff)).containsExactly("CHANGED f");
    assertThat(why(diff, "f")).contains("\"jello\" was \"hello\"");
  }

  @ParameterizedTest
  @EnumSource
  void tablesOfASwitchAreComparedEntryByEntry(Compiler compiler) {
    String source =
        """
        int f(int x) { switch (x) { case 0: return 5; case 1: return %d; case 2: return 12;
          case 3: return 9; case 4: return 1; case 5: return 44; default: return -1; } }
        """;
    assertThat(names(diff(compiler, source.formatted(77), source.formatted(78))))
        .containsExactly("CHANGED f");
  }

  @ParameterizedTest
  @EnumSource
  void aTemplateOfAnArrayOnTheStackBelongsToItsFunction(Compiler compiler) {
    String source =
        """
        void g(long *);
        long f(int x) { long t[40] = {1,2,3,4,5,6,7,8,9,10,11,12,13,%d,15,16,17,18,19,20,21,22};
          g(t); return t[x]; }
        long h(int x) { long t[40] = {9,8,7,6,5,4,3,2,1,10,11,12,13,14,15,16,17,18,19,20,21,23};
          g(t); return t[x]; }
        """;
    assertThat(names(diff(compiler, source.formatted(14), source.formatted(99))))
        .containsExactly("CHANGED f");
  }

  @ParameterizedTest
  @EnumSource
  void aChangedConstantChangesAllThatUseIt(Compiler compiler) {
    String source =
        """
        static const int table[24] = {1,2,3,4,5,6,7,8,9,10,11,12,13,%d,15,16};
        static const int *const inner[] = {table, table + 2};
        int f(int x) { return table[x & 15]; }
        int g(int x, int y) { return inner[x & 1][y]; }
        int h(int x) { return x; }
        """;
    var diff = diff(compiler, source.formatted(14), source.formatted(99));
    assertThat(names(diff)).containsExactly("CHANGED f", "CHANGED g");
    assertThat(diff.carried()).anyMatch(c -> c.name().equals("table"));
  }

  @Test
  void aGlobalConstantIsInUseElsewhere() {
    var diff = diff("const int limit = 7;", "const int limit = 8;");
    assertThat(diff.refusals()).singleElement().asString().contains("limit");
  }

  @ParameterizedTest
  @EnumSource
  void aVariableKeepsItsValue(Compiler compiler) {
    String source = "int f(int x) { static int c = %d; c += x; return c; }";
    var diff = diff(compiler, source.formatted(41), source.formatted(42));
    assertThat(diff.refusals())
        .singleElement()
        .asString()
        .containsPattern("variable (c\\.\\d|f\\.c) has changed");
  }

  @Test
  void staticLocalsAreToldByTheFunctionThatUsesThem() {
    String first = "int f(int x) { static int count = 1; return count += x; }";
    String second = "int g(int x) { static int count = 1; return count -= x; }";
    // The order decides about the numbers that the compiler gives.
    var swapped = diff(first + second, second + first);
    assertThat(swapped.isEmpty()).isTrue();
    assertThat(swapped.refusals()).isEmpty();
  }

  @Test
  void aStaticLocalThatMovesToAnotherFunctionIsNew() {
    var diff =
        diff(
            "int f(int x) { static int count; return count += x; } int g(int x) { return x; }",
            "int f(int x) { return x; } int g(int x) { static int count; return count += x; }");
    assertThat(names(diff)).containsExactly("CHANGED f", "CHANGED g");
    assertThat(diff.carried())
        .anyMatch(c -> c.what() == Carried.What.VARIABLE && c.change() == Carried.Change.NEW);
  }

  @Test
  void anInlinedFunctionChangesItsCallers() {
    String source =
        """
        static inline __attribute__((always_inline)) int half(int x) { return x / %d; }
        int f(int x) { return half(x) + 1; }
        int g(int x) { return half(x) + 2; }
        int h(int x) { return x; }
        """;
    assertThat(names(diff(source.formatted(2), source.formatted(3))))
        .containsExactly("CHANGED f", "CHANGED g");
  }

  @Test
  void anotherCalleeOfTheSameShapeIsSeen() {
    String source = "int a1(int), a2(int); int f(int x) { return %s(x) + 1; }";
    assertThat(names(diff(source.formatted("a2"), source.formatted("a1"))))
        .containsExactly("CHANGED f");
  }

  @Test
  void clonesKeepTheNameThatTheKernelKnows() {
    String source =
        """
        int sink(int);
        static __attribute__((noinline)) int part(int *p, int n) { return sink(*p %s n) + n; }
        int f(int x) { return part(&x, 3); }
        int g(int x) { return part(&x, 3); }
        """;
    var diff = diff(source.formatted("+"), source.formatted("-"));
    assertThat(names(diff)).singleElement().asString().startsWith("CHANGED part.");
  }

  @Test
  void aWeakFunctionThatBecomesStrongIsSeen() {
    String source = "%s int f(int x) { return x; }";
    var diff = diff(source.formatted("__attribute__((weak))"), source.formatted(""));
    assertThat(names(diff)).containsExactly("CHANGED f");
    assertThat(why(diff, "f")).contains("weak");
  }

  @Test
  void aFunctionThatTheTracerCannotTakeOverIsRefused() {
    String source = "__attribute__((no_instrument_function)) int f(int x) { return x + %d; }";
    var diff = diff(source.formatted(1), source.formatted(2));
    assertThat(diff.refusals())
        .singleElement()
        .asString()
        .contains("function f")
        .contains("tracer");
  }

  /** Kernels with CONFIG_CALL_PADDING have it before all functions, and a table of that. */
  @Test
  void roomBeforeAFunctionOfX86IsNoCallOfTheTracer() {
    String source =
        """
        __attribute__((no_instrument_function, patchable_function_entry(16, 16)))
        int f(int x) { return x + %d; }
        """;
    assertThat(diff(source.formatted(1), source.formatted(2)).refusals())
        .singleElement()
        .asString()
        .contains("function f", "tracer");
  }

  /** The bodies of system calls are such functions. */
  @Test
  void aFunctionThatTheTracerCannotTakeOverIsReplacedWithAllThatGoToIt() {
    String source =
        """
        #define BODY static __attribute__((noipa, no_instrument_function)) int
        BODY body(int x) { return x + %d; }
        BODY around(int x) { return body(x) * 2; }
        int f(int x) { return around(x); }
        int g(int x) { return body(x) + 1; }
        int other(int x) { return x; }
        """;
    assertThat(names(diff(source.formatted(1), source.formatted(2))))
        .containsExactly("CHANGED f", "CHANGED g", "COPIED around", "COPIED body");
  }

  @Test
  void nobodyElseMayKnowTheAddressOfSuchAFunction() {
    String source =
        """
        static __attribute__((noipa, no_instrument_function)) int body(int x) { return x + %d; }
        int (*kept)(int) = body;
        int f(int x) { return body(x); }
        """;
    assertThat(diff(source.formatted(1), source.formatted(2)).refusals())
        .singleElement()
        .asString()
        .contains("body has changed", "kept keeps its address");
  }

  /** Where it is put is where the next function's alternative begins. */
  @Test
  void anAlternativeOfNoInstructionsMeansNothing() {
    String source =
        """
        #define ALTERNATIVE(new) asm volatile(                                           \\
            "661: nop; 662: .pushsection .altinstructions,\\"a\\"; .long 661b - ., 663f - ."  \\
            "; .word 1; .byte 662b-661b, 664f-663f; .popsection"                          \\
            "; .pushsection .altinstr_replacement,\\"ax\\"; 663: " new "; 664: .popsection")
        int g(int x) { ALTERNATIVE(""); return x; }
        int f(int x) { ALTERNATIVE("mov $%d, %%eax"); return x + 1; }
        """;
    assertThat(names(diff(source.formatted(1), source.formatted(2)))).containsExactly("CHANGED f");
  }

  @Test
  void codeOfTheStartIsRefused() {
    String source = "__attribute__((section(\".init.text\"))) int f(int x) { return x + %d; }";
    var diff = diff(source.formatted(1), source.formatted(2));
    assertThat(diff.refusals()).singleElement().asString().contains("f has changed");
  }

  @Test
  void anUnknownSectionThatRefersToChangedCodeIsNamed() {
    String source =
        """
        int f(int x) { return x + %d; }
        __attribute__((used, section("__future_sites"))) static void *site = f;
        """;
    var diff = diff(source.formatted(1), source.formatted(2));
    assertThat(diff.refusals()).singleElement().asString().contains("__future_sites").contains("f");
  }

  /** Since Linux 6.11 a kernel writes some values into its code when it starts. */
  @Test
  void codeThatTheKernelFillsInWhenItStartsIsRefused() {
    String source =
        """
        long f(long x) {
          long limit;
          asm("mov $0x123456789abcdef, %%0\\n1:\\n"
              ".pushsection runtime_ptr_USER_PTR_MAX, \\"a\\"\\n"
              ".long 1b - 8 - .\\n"
              ".popsection" : "=r" (limit));
          return x + limit + %d;
        }
        long g(long x) { return x + %d; }
        """;
    assertThat(diff(source.formatted(1, 1), source.formatted(2, 1)).refusals())
        .singleElement()
        .asString()
        .contains("runtime_ptr_USER_PTR_MAX refers to f, which is carried", "when it starts");
    assertThat(names(diff(source.formatted(1, 1), source.formatted(1, 2))))
        .containsExactly("CHANGED g");
  }

  @Test
  void anUnknownSectionIsNoTroubleToOthers() {
    String source =
        """
        int f(int x) { return x; }
        int g(int x) { return x + %d; }
        __attribute__((used, section("__future_sites"))) static void *site = f;
        """;
    assertThat(names(diff(source.formatted(1), source.formatted(2)))).containsExactly("CHANGED g");
  }

  @Test
  void linesOfWarningsAreNoChange() {
    String source =
        """
        void __warn_printk(const char *, ...);
        void __might_sleep(const char *, int);
        int _printk(const char *, ...);
        int f(int x) {
          __might_sleep("kernel/f.c", __LINE__);
          if (x) __warn_printk("bad at %d\\n", __LINE__);
          if (x > 1) _printk("assertion failed at %s (%d)\\n", "kernel/f.c", __LINE__);
          return x;
        }
        """;
    var diff = diff(source, "\n\n\n" + source);
    assertThat(diff.refusals()).isEmpty();
    assertThat(diff.functions()).isEmpty();
    assertThat(diff.irrelevant()).hasSize(3).allMatch(i -> i.name().equals("f"));
  }

  @Test
  void aNumberThatIsPrintedIsNoLine() {
    String source =
        "int _printk(const char *, ...); int f(int x) { return _printk(\"stopped at %%d\\n\", %d);"
            + " }";
    assertThat(names(diff(source.formatted(10), source.formatted(13))))
        .containsExactly("CHANGED f");
  }

  @Test
  void linesThatContradictEachOtherAreNumbers() {
    String source =
        """
        void __might_sleep(const char *, int);
        void f(void) { __might_sleep("f.c", %d); }
        void g(void) { __might_sleep("f.c", %d); }
        """;
    assertThat(names(diff(source.formatted(10, 20), source.formatted(30, 20))))
        .contains("CHANGED f");
  }

  @Test
  void entriesOfTablesGoWithTheirFunction() throws IOException {
    String source =
        """
        int f(int x) {
          asm volatile("1: nop\\n.pushsection __ex_table,\\"a\\"\\n.balign 4\\n"
            ".long 1b - .\\n.long 2f - .\\n.long %d\\n.popsection\\n2:");
          return x;
        }
        int g(int x) {
          asm volatile("1: nop\\n.pushsection __ex_table,\\"a\\"\\n.balign 4\\n"
            ".long 1b - .\\n.long 2f - .\\n.long 1\\n.popsection\\n2:");
          return x;
        }
        """;
    var diff = diff(source.formatted(1), source.formatted(3));
    assertThat(names(diff)).containsExactly("CHANGED f");
    assertThat(why(diff, "f")).contains("__ex_table");
    assertThat(diff.carried().stream().filter(c -> c.name().startsWith("__ex_table"))).hasSize(1);
  }

  @Test
  void strippedObjectsAreRefused() {
    SourcePair pair =
        SourcePair.compile(
            folder, Compiler.X86_64, "int f(int x) { return x; }", "int f(void) { return 1; }");
    Tool.run(List.of("strip", "--strip-all", pair.patched().toString()));
    assertThatThrownBy(pair::diff)
        .isInstanceOf(LivepatchRefusedException.class)
        .hasMessageContaining("stripped");
  }

  @Test
  void objectsOfTwoProcessorsAreRefused() throws IOException {
    String source = "int f(int x) { return x; }";
    Path one = SourcePair.compile(folder, Compiler.X86_64, source, source).original();
    Path other =
        SourcePair.compile(folder.resolve("other"), Compiler.S390X, source, source).original();
    try (ElfModel before = Elf.open(one);
        ElfModel after = Elf.open(other)) {
      assertThatThrownBy(() -> ObjectDiff.between(before, after))
          .isInstanceOf(LivepatchRefusedException.class)
          .hasMessageContaining("s390x");
    }
  }

  @Test
  void aProgramIsNoObject() throws IOException {
    try (ElfModel before = Elf.open(Path.of("/bin/true"));
        ElfModel after = Elf.open(Path.of("/bin/true"))) {
      assertThatThrownBy(() -> ObjectDiff.between(before, after))
          .isInstanceOf(LivepatchRefusedException.class)
          .hasMessageContaining("no object file");
    }
  }

  @Test
  void bitcodeIsRefused() throws IOException {
    Files.writeString(folder.resolve("lto.c"), "int f(int x) { return x; }");
    Tool.run(folder, List.of("gcc", "-flto", "-c", "lto.c"));
    try (ElfModel before = Elf.open(folder.resolve("lto.o"));
        ElfModel after = Elf.open(folder.resolve("lto.o"))) {
      assertThatThrownBy(() -> ObjectDiff.between(before, after))
          .isInstanceOf(LivepatchRefusedException.class)
          .hasMessageContaining("link-time optimization");
    }
  }

  @Test
  void debuggingInformationTellsTheLineAndWhatWasInlined() throws IOException {
    String source =
        """
        static inline __attribute__((always_inline)) int half(int x) {
          return x / %d;
        }
        int f(int x) { return half(x); }
        """;
    Path before = debug("before", source.formatted(3));
    Path after = debug("after", source.formatted(7));
    assertThat(why(new SourcePair(before, after).diff(), "f"))
        .contains("unit.c:2, inlined from half");
  }

  private Path debug(String name, String source) throws IOException {
    Path directory = Files.createDirectories(folder.resolve(name));
    Files.writeString(directory.resolve("unit.c"), source);
    Tool.run(
        directory,
        List.of(
            "gcc",
            "-g",
            "-O2",
            "-pg",
            "-mfentry",
            "-fno-pic",
            "-ffunction-sections",
            "-c",
            "unit.c"));
    return directory.resolve("unit.o");
  }
}
