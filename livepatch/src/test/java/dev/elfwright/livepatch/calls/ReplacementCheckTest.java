package dev.elfwright.livepatch.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.livepatch.calls.Assumption.Kind;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.testkit.DebianKernel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GCC concludes from a body shows in the callers that it compiles with it. */
class ReplacementCheckTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();

  /** GCC hands over a member instead of a pointer, and drops parameters that are not used. */
  private static final String SPLIT =
      """
      struct point { long x, y; };
      extern void log(long);
      static __attribute__((noinline)) long scale(struct point *p, long a, long b, long by) {
        long x = p->x;
        log(x);
        return x * by;
      }
      long first(struct point *p, long a) { log(a); return scale(p, 7, 8, 3) + 1; }
      long second(struct point *p, long a) { log(a); return scale(p, 8, 9, a) + 2; }
      """;

  /** All callers say the same, so the parameter has become a constant. */
  private static final String CONSTANT =
      """
      extern long use(long, long, long);
      static __attribute__((noinline)) long send(long to, long flags) {
        use(to, flags, 1); use(to + 1, flags, 2); use(to + 2, flags, 3);
        return use(flags, to, 4);
      }
      long first(long a) { use(a, a, a); return send(a, 17) + 1; }
      long second(long a) { use(a, a, a); return send(a * 3, 17) + 2; }
      """;

  private static final String NEVER =
      """
      extern void log(long);
      static __attribute__((noinline, noclone)) void stop(long code) {
        log(code);
        for (;;) asm volatile("hlt");
      }
      long check(long a) { if (a > 5) stop(a); return a + 1; }
      void end(long a) { log(a); stop(a); }
      """;

  private static final String COMPUTES =
      """
      long total;
      __attribute__((noinline, noclone)) long weight(long x) { return x * x + 7; }
      __attribute__((noinline, noclone)) long sum(long *x) { return x[0] + x[1]; }
      long twice(long x) { return weight(x) * weight(x); }
      long twice_sum(long *x) { long a = sum(x); return a - sum(x) + a; }
      """;

  @TempDir private Path folder;
  private static KernelImage kernel;

  @BeforeAll
  static void open() throws IOException {
    kernel = KernelFiles.of(DEBIAN.root(), DEBIAN.release()).image();
  }

  private KernelModule compile(String name, String source, String... flags) throws IOException {
    Files.writeString(folder.resolve(name + ".c"), source);
    List<String> command =
        new ArrayList<>(List.of("gcc", "-O2", "-c", "-mcmodel=kernel", "-fno-pic", "-mno-sse"));
    command.addAll(List.of("-pg", "-mfentry", "-fcf-protection=none", "-w"));
    command.addAll(List.of("-fno-asynchronous-unwind-tables"));
    command.addAll(List.of(flags));
    command.add(name + ".c");
    Tool.run(folder, command);
    return (KernelModule) KernelObject.open(folder.resolve(name + ".o"));
  }

  private List<Assumption> replaced(String source, String function, String replacement)
      throws IOException {
    return ReplacementCheck.of(
        kernel, compile("shipped", source), compile("livepatch", replacement), Set.of(function));
  }

  @Test
  void aParameterThatGccRemovedIsNotPassed() throws IOException {
    List<Assumption> found =
        replaced(
            SPLIT,
            "scale.constprop.0.isra.0",
            """
            struct point { long x, y; };
            extern void log(long);
            long scale(struct point *p, long a, long b, long by) { log(p->y); return p->y * by; }
            """);

    assertThat(found)
        .singleElement()
        .satisfies(a -> {
          assertThat(a.kind()).isEqualTo(Kind.PARAMETERS);
          assertThat(a.isBroken()).isTrue();
          assertThat(a.message())
              .startsWith("shipped:scale.constprop.0.isra.0: first+0x")
              .contains("passes nothing in rcx, which the new one reads");
        });
  }

  /** Compiled as the kernel was, the same change has the same clone, whose callers fit. */
  @Test
  void aCloneOfTheSameParametersIsInOrder() throws IOException {
    KernelModule shipped = compile("shipped", SPLIT);
    KernelModule patched = compile("livepatch", SPLIT.replace("x * by", "x * by + 5"));

    assertThat(ReplacementCheck.of(kernel, shipped, patched, Set.of("scale.constprop.0.isra.0")))
        .isEmpty();
  }

  @Test
  void aParameterThatBecameAConstantIsNotPassed() throws IOException {
    assertThat(
            replaced(
                CONSTANT,
                "send.constprop.0",
                """
                long send(long to, long flags) { return to + flags * 9; }
                """))
        .singleElement()
        .satisfies(a -> {
          assertThat(a.kind()).isEqualTo(Kind.PARAMETERS);
          assertThat(a.isBroken()).isTrue();
          assertThat(a.message()).contains("passes nothing in rsi");
        });
  }

  /** Nobody can tell what the registers of a clone mean. */
  @Test
  void aFunctionInThePlaceOfACloneIsToldEvenWhereItReadsNoMore() throws IOException {
    assertThat(replaced(CONSTANT, "send.constprop.0", "long send(long to) { return to + 9; }"))
        .singleElement()
        .satisfies(a -> {
          assertThat(a.kind()).isEqualTo(Kind.PARAMETERS);
          assertThat(a.isBroken()).isFalse();
          assertThat(a.message()).contains("what a clone of the compiler's takes");
        });
  }

  @Test
  void behindACallThatNeverReturnedThereIsNoCode() throws IOException {
    assertThat(
            replaced(
                NEVER, "stop", "extern void log(long); void stop(long code) { log(code + 1); }"))
        .singleElement()
        .satisfies(a -> {
          assertThat(a.kind()).isEqualTo(Kind.NEVER_RETURNS);
          assertThat(a.isBroken()).isTrue();
        });
    assertThat(
            replaced(
                NEVER,
                "stop",
                "extern void log(long);\n"
                    + "void stop(long code) { log(code + 1); for (;;) asm volatile(\"hlt\"); }"))
        .isEmpty();
  }

  @Test
  void whatOnlyComputedMustNotDoMore() throws IOException {
    assertThat(
            replaced(
                COMPUTES,
                "weight",
                "extern long total; long weight(long x) { total += x; return x * x + 7; }"))
        .singleElement()
        .satisfies(a -> {
          assertThat(a.kind()).isEqualTo(Kind.NO_EFFECTS);
          assertThat(a.caller()).isEqualTo("twice");
          assertThat(a.message()).contains("only computes").endsWith("the new one does more");
        });
    assertThat(
            replaced(
                COMPUTES, "weight", "extern long total; long weight(long x) { return x * total; }"))
        .singleElement()
        .satisfies(a -> assertThat(a.message()).endsWith("the new one reads memory"));
    assertThat(replaced(COMPUTES, "weight", "long weight(long x) { return x / 3; }")).isEmpty();
    assertThat(
            replaced(
                COMPUTES,
                "sum",
                "extern void log(long); long sum(long *x) { log(1); return x[0]; }"))
        .singleElement()
        .satisfies(a -> assertThat(a.message()).contains("changes nothing"));
    assertThat(replaced(COMPUTES, "sum", "long sum(long *x) { return x[0] - x[1]; }")).isEmpty();
  }

  /** What is told of bodies is what GCC says of them, and calls are merged by it. */
  @Test
  void gccSaysTheSameOfThoseBodies() throws IOException {
    compile("shipped", COMPUTES, "-fdump-tree-local-pure-const1-details");
    String said;
    try (var files = Files.list(folder)) {
      said =
          Files.readString(
              files.filter(f -> f.toString().endsWith("pure-const1")).findFirst().orElseThrow());
    }
    assertThat(said)
        .contains("Function found to be const: weight")
        .contains("Function found to be pure: sum");
    String code = Tool.output(List.of("objdump", "-dr", folder.resolve("shipped.o").toString()));
    assertThat(code.substring(code.indexOf("<twice>:"))).containsOnlyOnce("R_X86_64_PLT32\tweight");
  }

  /** Between functions that are both replaced everything may change. */
  @Test
  void callersThatAreReplacedTooDoNotCount() throws IOException {
    String replacement =
        """
        extern void log(long);
        struct point { long x, y; };
        long scale(struct point *p, long a, long b, long by) { log(p->y); return p->y * by; }
        long first(struct point *p, long a) { return scale(p, 7, 8, 3); }
        long second(struct point *p, long a) { return scale(p, 8, 9, a); }
        """;
    assertThat(
            ReplacementCheck.of(
                kernel,
                compile("shipped", SPLIT),
                compile("livepatch", replacement),
                Set.of("scale.constprop.0.isra.0", "first", "second")))
        .isEmpty();
  }
}
