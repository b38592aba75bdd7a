package dev.elfwright.livepatch.calls;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Calls of Debian's kernel, and of small objects that GCC compiles for it. */
class CallCheckTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();

  /** What a caller that knows the body lets live in a register across the call. */
  private static final String KEEPS =
      """
      static int count;
      static __attribute__((noinline, noclone)) void step(void) { count++; }
      long keeps(long a, long b, long c) { step(); return a + 3 * b + 5 * c; }
      long takes(void) { step(); return count; }
      """;

  /** Sixteen bytes come back in two registers. */
  private static final String PAIR =
      """
      struct pair { long a, b; };
      __attribute__((noinline, noclone)) struct pair both(long x) {
        return (struct pair) { x + 1, x * x };
      }
      long sum(long x) { struct pair p = both(x); return p.a + p.b; }
      """;

  /** A caller in assembly that holds a value in rcx over a call of a function of C. */
  private static final String ASSEMBLY =
      """
      __attribute__((noinline, noclone)) long called(long x) { return x + 1; }
      long relies(long x) {
        long kept;
        asm volatile("mov $5, %%ecx\\n\\tcall called\\n\\tmov %%rcx, %0"
            : "=r" (kept) : "D" (x) : "rax", "rcx", "memory");
        return kept;
      }
      """;

  @TempDir private Path folder;
  private static KernelFiles files;
  private static KernelImage kernel;

  @BeforeAll
  static void open() throws IOException {
    files = KernelFiles.of(DEBIAN.root(), DEBIAN.release());
    kernel = files.image();
  }

  private CallReport compiled(String source, String... flags) throws IOException {
    Files.writeString(folder.resolve("a.c"), source);
    List<String> command =
        new ArrayList<>(List.of("gcc", "-O2", "-c", "-mcmodel=kernel", "-fno-pic", "-mno-sse"));
    command.addAll(List.of("-fcf-protection=none", "-fno-asynchronous-unwind-tables"));
    command.addAll(List.of(flags));
    command.add("a.c");
    Tool.run(folder, command);
    KernelModule object = (KernelModule) KernelObject.open(folder.resolve("a.o"));
    return CallCheck.of(kernel, object, Set.of());
  }

  @Test
  void registersThatGccKeepsAcrossACallAreFound() throws IOException {
    assertThat(compiled(KEEPS).sites())
        .singleElement()
        .satisfies(s -> {
          assertThat(s.caller()).isEqualTo("keeps");
          assertThat(s.callee()).isEqualTo("step");
          assertThat(s.registers()).containsExactly("rdx", "rsi", "rdi");
          assertThat(s.reason()).isEqualTo(CallReport.Reason.OWN_CONVENTION);
        });
  }

  /** GCC does not do this where the tracer is called, and so what can be replaced is safe. */
  @Test
  void withTheTracersCallGccKeepsNone() throws IOException {
    CallReport report = compiled(KEEPS, "-pg", "-mfentry");

    assertThat(report.calls()).isEqualTo(2);
    assertThat(report.sites()).isEmpty();
  }

  @Test
  void aCallerOfATracedFunctionThatReliesOnItIsAFinding() throws IOException {
    CallReport report = compiled(ASSEMBLY, "-pg", "-mfentry");

    assertThat(report.findings())
        .singleElement()
        .satisfies(s -> {
          assertThat(s.caller()).isEqualTo("relies");
          assertThat(s.callee()).isEqualTo("called");
          assertThat(s.registers()).containsExactly("rcx");
          assertThat(s.reason()).isEqualTo(CallReport.Reason.KEPT);
        });
  }

  /** Without types nobody knows that rdx is a result. */
  @Test
  void theSecondHalfOfAResultIsToldByTypesOnly() throws IOException {
    assertThat(compiled(PAIR, "-pg", "-mfentry").sites())
        .singleElement()
        .satisfies(s -> assertThat(s.registers()).containsExactly("rdx"));
  }

  @Test
  void pairsOfTheKernelAreToldByItsTypes() {
    CallReport report = CallCheck.of(kernel, kernel, Set.of("current_time"));

    assertThat(report.findings()).isEmpty();
    assertThat(report.sites())
        .hasSizeGreaterThan(50)
        .allSatisfy(s -> {
          assertThat(s.registers()).containsExactly("rdx");
          assertThat(s.reason()).isEqualTo(CallReport.Reason.RETURNED);
        });
  }

  @Test
  void callersInAModuleRelyOnTheConventionAlone() throws IOException {
    CallReport report = CallCheck.of(kernel, files.module("ext4").orElseThrow(), Set.of());

    assertThat(report.calls()).isGreaterThan(8_000);
    assertThat(report.findings()).isEmpty();
  }

  /** What assembly keeps by its own convention is told apart from what a function happens to. */
  @Test
  void thunksThatKeepRegistersHaveAConventionOfTheirOwn() {
    CallReport report = CallCheck.of(kernel, kernel, Set.of("__SCT__preempt_schedule"));

    assertThat(report.sites())
        .hasSizeGreaterThan(10)
        .allSatisfy(s -> assertThat(s.reason()).isEqualTo(CallReport.Reason.OWN_CONVENTION));
  }

  @Test
  void callersOfWhatPatchesReplaceMostAreProven() {
    CallReport report =
        CallCheck.of(kernel, kernel, Set.of("vfs_read", "user_read", "kfree", "mutex_lock"));

    assertThat(report.calls()).isGreaterThan(1_000);
    assertThat(report.findings()).isEmpty();
  }

  /**
   * Behind some of these, bsr and hypercalls read registers in which the caller has put nothing.
   */
  @Test
  void whatNobodyHasPutInARegisterIsNotKept() {
    Set<String> common = Set.of("__kmalloc", "_raw_spin_lock", "slab_is_available", "_printk");
    CallReport report = CallCheck.of(kernel, kernel, common);

    assertThat(report.calls()).isGreaterThan(1_000);
    assertThat(report.findings()).isEmpty();
  }
}
