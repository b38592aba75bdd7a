package dev.elfwright.rseq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Wherever something is missing, the results are the same, and the reason is told. */
class FallbackTest {
  /** Forbids a system call, as container runtimes do, and becomes another program. */
  private static final String FORBID =
      """
      import ctypes, os, struct, sys
      number, error = int(sys.argv[1]), int(sys.argv[2])
      code = b"".join(struct.pack("HBBI", *i) for i in [
          (0x20, 0, 0, 0),                      # load the number of the call
          (0x15, 0, 1, number),                 # another one: skip
          (0x06, 0, 0, 0x00050000 | error),     # fail
          (0x06, 0, 0, 0x7fff0000)])            # allow
      buffer = ctypes.create_string_buffer(code)
      program = struct.pack("HxxxxxxQ", 4, ctypes.addressof(buffer))
      libc = ctypes.CDLL(None, use_errno=True)
      assert libc.prctl(38, 1, 0, 0, 0) == 0    # no new privileges
      assert libc.prctl(22, 2, ctypes.create_string_buffer(program)) == 0
      os.execv(sys.argv[3], sys.argv[3:])
      """;

  private static final String RSEQ = "334";
  private static final String MEMBARRIER = "324";

  /** Prints the reason, then uses each structure. */
  static final class Reason {
    public static void main(String[] args) {
      System.out.println(Rseq.info().reason().orElse("sections work"));
      System.out.println(Rseq.info().registration().by());
      System.out.println("cpu " + (Rseq.cpu() >= 0));
      for (Workload w : Workload.values()) {
        w.run(Workload.Load.platform(4, 1000, Index.CPU));
        w.run(Workload.Load.virtual(20, 100, Index.CONCURRENCY_ID));
      }
      System.out.println("exact");
    }
  }

  private static String reason(ChildJvm jvm) throws IOException {
    return jvm.run(Reason.class);
  }

  private static ChildJvm without(String systemCall, int error) {
    assertThat(Tool.exists("python3")).isTrue();
    return ChildJvm.with().by("python3", "-c", FORBID, systemCall, "" + error);
  }

  @Test
  void aTunableThatForbidsRegistrationToLibcLeavesItToThisLibrary() throws IOException {
    ChildJvm jvm = ChildJvm.with().in("GLIBC_TUNABLES=glibc.pthread.rseq=0");
    assertThat(reason(jvm)).isEqualTo("sections work\nOWN\ncpu true\nexact\n");
  }

  @Test
  void unlessItIsForbiddenHereToo() throws IOException {
    ChildJvm jvm =
        ChildJvm.with("-Ddev.elfwright.rseq=libc").in("GLIBC_TUNABLES=glibc.pthread.rseq=0");
    assertThat(reason(jvm))
        .isEqualTo(
            "glibc was told not to register threads: GLIBC_TUNABLES has glibc.pthread.rseq=0; and"
                + " -Ddev.elfwright.rseq=libc forbids to do it here\nNONE\ncpu true\nexact\n");
  }

  @Test
  void aFilterOfAContainerForbidsTheSystemCall() throws IOException {
    assertThat(reason(without(RSEQ, 1)))
        .isEqualTo(
            "glibc has not registered its threads: the kernel has no rseq, or a filter forbids it;"
                + " registering threads here fails too: a filter forbids the system call rseq"
                + " (seccomp, as of containers)\nNONE\ncpu true\nexact\n");
  }

  @Test
  void aFilterThatHidesTheSystemCallIsNotTakenForAnOldKernel() throws IOException {
    assertThat(reason(without(RSEQ, 38)))
        .contains("here fails too: a filter hides the system call rseq, which this kernel has")
        .endsWith("NONE\ncpu true\nexact\n");
  }

  @Test
  void aKernelWithoutTheFence() throws IOException {
    assertThat(reason(without(MEMBARRIER, 38)))
        .isEqualTo(
            "the system call membarrier is not there: the kernel is built without it"
                + " (CONFIG_MEMBARRIER), or a filter hides it (seccomp, as of containers)\n"
                + "LIBC\ncpu true\nexact\n");
  }

  @Test
  void itCanBeSwitchedOff() throws IOException {
    assertThat(reason(ChildJvm.with("-Ddev.elfwright.rseq=off")))
        .isEqualTo("switched off by -Ddev.elfwright.rseq=off\nNONE\ncpu true\nexact\n");
  }
}
