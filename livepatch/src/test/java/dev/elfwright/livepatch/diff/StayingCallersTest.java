package dev.elfwright.livepatch.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function must not meet a body that it was not compiled for; GCC makes all of these. */
class StayingCallersTest {
  private static final String SCALE =
      """
      extern void log(long);
      static __attribute__((noinline)) long scale(long *p, long by, long more) {
        long x = *p;
        log(x);
        return x * by;
      }
      long first(long *p, long a) { log(a); return scale(p, 3, a) + 1; }
      long second(long *p, long a) { log(a); return scale(p, a, 5) + 2; }
      """;

  private static final String WEIGHT =
      """
      long total;
      __attribute__((noinline, noclone)) long weight(long x) { return x * x + 7; }
      long twice(long x) { return weight(x) * weight(x); }
      """;

  private static final String STOP =
      """
      extern void log(long);
      __attribute__((noinline, noclone)) void stop(long x) { log(x); for (;;) asm("hlt"); }
      long check(long a) { if (a > 5) stop(a); return a + 1; }
      """;

  @TempDir Path folder;

  private ObjectDiff diff(String before, String after) {
    return SourcePair.compile(folder, SourcePair.Compiler.X86_64, before, after).diff();
  }

  /** As KPATCH_IGNORE_FUNCTION has it. */
  private static String ignoring(String source, String function) {
    return source
        + "void *ignore_%s __attribute__((used, section(\".kpatch.ignore.functions\"))) = %s;\n"
            .formatted(function, function);
  }

  private static List<String> names(ObjectDiff diff) {
    return diff.functions().stream().map(Carried::name).toList();
  }

  private static void assertRefused(ObjectDiff diff, String... parts) {
    assertThat(diff.refusals()).singleElement().asString().contains(parts);
  }

  @Test
  void callersOfAChangedCloneAreReplacedWithIt() {
    ObjectDiff diff = diff(SCALE, SCALE.replace("x * by", "x * by + more"));

    assertThat(diff.refusals()).isEmpty();
    assertThat(names(diff)).contains("first", "second");
  }

  @Test
  void aCallerThatIsLeftOutWouldPassParametersOfTheOldClone() {
    assertRefused(
        diff(SCALE, ignoring(SCALE.replace("x * by", "x * more + 7"), "first")),
        "first, which the author leaves as it was",
        "was compiled with the old one",
        "-fipa-sra");
  }

  /** Another file of the kernel may call what the patch takes away. */
  @Test
  void aCallerThatThePatchRemovesStaysInTheKernel() {
    String without = SCALE.substring(0, SCALE.indexOf("long second"));

    assertRefused(
        diff(SCALE, without.replace("x * by", "x * by * 7 + more")),
        "second, which the patch removes and the kernel may still run",
        "parameters are of the compiler's making");
  }

  /** Who could get to it has been replaced. */
  @Test
  void aRemovedCallerThatNobodyReachesIsInOrder() {
    String before =
        SCALE.replace("long second(", "static __attribute__((noinline)) long second(")
            + "long third(long *p, long a) { log(1); return second(p, a) + 3; }\n";
    String after =
        SCALE.substring(0, SCALE.indexOf("long second"))
            + "long third(long *p, long a) { log(1); return scale(p, a, 6) + 3; }\n";
    ObjectDiff diff = diff(before, after.replace("x * by", "x * by * 7 + more"));

    assertThat(diff.refusals()).isEmpty();
    assertThat(names(diff)).contains("first", "third");
  }

  @Test
  void aCallerOfWhatHadNoEffectsIsReplacedOrRefused() {
    String after = WEIGHT.replace("return x * x", "total += x; return x * x");
    ObjectDiff carried = diff(WEIGHT, after);

    assertThat(carried.refusals()).isEmpty();
    assertThat(names(carried)).containsExactlyInAnyOrder("weight", "twice");
    assertRefused(
        diff(WEIGHT, ignoring(after, "twice")),
        "twice, which the author leaves as it was",
        "calls may have been left out or merged");
    assertThat(diff(WEIGHT, ignoring(WEIGHT.replace("+ 7", "+ 9"), "twice")).refusals()).isEmpty();
  }

  @Test
  void aCallerOfWhatNeverReturnedIsReplacedOrRefused() {
    String after = STOP.replace("for (;;) asm(\"hlt\");", "");
    ObjectDiff carried = diff(STOP, after);

    assertThat(carried.refusals()).isEmpty();
    assertThat(names(carried)).containsExactlyInAnyOrder("stop", "check");
    assertRefused(
        diff(STOP, ignoring(after, "check")),
        "check, which the author leaves as it was",
        "for it never returned");
  }

  /** The other way round: the patch was compiled with what the author then leaves out. */
  @Test
  void whatIsCompiledWithALeftOutBodyIsRefused() {
    assertRefused(
        diff(
            STOP.replace("for (;;) asm(\"hlt\");", ""),
            ignoring(STOP.replace("a + 1", "a + 2"), "stop")),
        "the author leaves stop as it was",
        "check was compiled with the new one",
        "for it never returned");
  }
}
