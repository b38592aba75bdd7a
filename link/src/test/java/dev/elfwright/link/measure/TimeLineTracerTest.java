package dev.elfwright.link.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One traced run, stopped by one kind of breakpoint. */
class TimeLineTracerTest {
  @TempDir Path folder;

  private static TimeLineTracer.Trace trace(BreakpointKind kind, Path program, String... words) {
    Launch launch = Launch.of(program, List.of(words));
    try (Ptrace ptrace = new Ptrace();
        Spawner shell = TracedLaunch.shell(launch)) {
      return TimeLineTracer.run(ptrace, kind, shell, new HashMap<>());
    }
  }

  private TimeLineTracer.Trace byInstructions(String code, String... options) throws Exception {
    Path program = CPrograms.compile(folder, "program", code, options);
    return trace(BreakpointKind.INSTRUCTIONS, program, folder.resolve("out").toString());
  }

  @Test
  void instructionsStopAProgramAtEveryMilestone() {
    assertThat(trace(BreakpointKind.INSTRUCTIONS, Path.of("/bin/ls"), "/").milestones().keySet())
        .containsExactly(Milestone.values());
  }

  /** Where the processor's registers do not fire, that is what the self-test must have said. */
  @Test
  void registersStopAProgramAtEveryMilestoneIfTheSelfTestSaysSo() {
    boolean fire;
    try (Ptrace ptrace = new Ptrace()) {
      fire = RegisterBreakpoints.fire(ptrace);
    }
    List<Milestone> without =
        List.of(Milestone.EXEC, Milestone.LOADER, Milestone.EXIT, Milestone.REAPED);
    assertThat(trace(BreakpointKind.REGISTERS, Path.of("/bin/ls"), "/").milestones().keySet())
        .containsExactlyElementsOf(fire ? List.of(Milestone.values()) : without);
  }

  @Test
  void aMeasurementTakesTheKindThatWorks() {
    boolean fire;
    try (Ptrace ptrace = new Ptrace()) {
      fire = RegisterBreakpoints.fire(ptrace);
    }
    Launch ls = Launch.of(Path.of("/bin/ls"), List.of());
    Comparison c =
        Measure.compare(ls, ls, MeasureOptions.defaults().withPairs(2).withTracedRuns(1));
    assertThat(c.stoppedBy())
        .contains(fire ? BreakpointKind.REGISTERS : BreakpointKind.INSTRUCTIONS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-no-pie", "-pie", "-static", "-static-pie"})
  void theFormOfAProgramDoesNotMatter(String form) throws Exception {
    TimeLineTracer.Trace trace = byInstructions("int main(void) { return 7; }", form);
    assertThat(trace.status()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(trace.milestones()).containsKeys(Milestone.ENTRY, Milestone.EXIT);
    assertThat(trace.milestones().containsKey(Milestone.MAIN))
        .isEqualTo(!form.startsWith("-static"));
  }

  /** exit() is a breakpoint then; a child that met it would die of SIGTRAP. */
  @ParameterizedTest
  @ValueSource(strings = {"fork()", "vfork()", "clone_like_fork()"})
  void childrenMeetNoBreakpoint(String fork) throws Exception {
    TimeLineTracer.Trace trace =
        byInstructions(
            """
            #define _GNU_SOURCE
            #include <signal.h>
            #include <stdlib.h>
            #include <sys/syscall.h>
            #include <sys/wait.h>
            #include <unistd.h>
            static int clone_like_fork(void) { return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }
            int main(void) {
              int status = 1;
              int child = clone_like_fork() * 0 + FORK;
              if (child == 0) {
                if (IS_VFORK) execl("/bin/sh", "sh", "-c", "exit 5", (char *) 0);
                exit(5);
              }
              if (waitpid(child, &status, 0) != child) return 99;
              return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
            }
            """
                .replace("clone_like_fork() * 0 + FORK", fork)
                .replace("IS_VFORK", fork.equals("vfork()") ? "1" : "0"));
    assertThat(trace.status()).isEqualTo(new ExitStatus.Exited(5));
    assertThat(trace.milestones().keySet()).containsExactly(Milestone.values());
  }

  @Test
  void aThreadMayCallExit() throws Exception {
    TimeLineTracer.Trace trace =
        byInstructions(
            """
            #include <pthread.h>
            #include <stdlib.h>
            #include <unistd.h>
            static void *work(void *unused) { exit(3); }
            int main(void) {
              pthread_t thread;
              pthread_create(&thread, 0, work, 0);
              pause();
              return 0;
            }
            """,
            "-pthread");
    assertThat(trace.status()).isEqualTo(new ExitStatus.Exited(3));
    assertThat(trace.milestones()).containsKey(Milestone.EXIT_CALLED);
  }

  @Test
  void aProgramsOwnTrapIsItsOwn() throws Exception {
    TimeLineTracer.Trace trace =
        byInstructions(
            """
            #include <signal.h>
            #include <unistd.h>
            static void trapped(int signal) { _exit(9); }
            int main(void) {
              signal(SIGTRAP, trapped);
              __asm__ volatile("int3");
              return 0;
            }
            """);
    assertThat(trace.status()).isEqualTo(new ExitStatus.Exited(9));
  }

  @Test
  void aProgramFindsItsFileAndItsCodeAsTheyAre() throws Exception {
    TimeLineTracer.Trace trace =
        byInstructions(
            """
            #include <fcntl.h>
            #include <unistd.h>
            extern unsigned char _start[];
            int main(int argc, char **argv) {
              int fd = creat(argv[1], 0600);
              write(fd, _start, 64);
              write(fd, (void *) main, 64);
              return 0;
            }
            """,
            "-no-pie");
    assertThat(trace.status()).isEqualTo(new ExitStatus.Exited(0));
    byte[] memory = Files.readAllBytes(folder.resolve("out"));
    assertThat(memory).hasSize(128);
    String seen = HexFormat.of().formatHex(memory);
    String file = HexFormat.of().formatHex(Files.readAllBytes(folder.resolve("program")));
    assertThat(file).contains(seen.substring(0, 128), seen.substring(128));
  }

  @Test
  void aChildThatOutlivesTheProgramLivesOn() throws Exception {
    Path out = folder.resolve("out");
    byInstructions(
        """
        #include <fcntl.h>
        #include <stdlib.h>
        #include <unistd.h>
        static char *path;
        static void tell(void) { write(creat(path, 0600), "done", 4); }
        int main(int argc, char **argv) {
          path = argv[1];
          if (fork() == 0) { usleep(200000); atexit(tell); exit(0); }
          return 0;
        }
        """);
    long deadline = System.nanoTime() + 20_000_000_000L;
    while ((!Files.exists(out) || Files.size(out) < 4) && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    assertThat(out).hasContent("done");
  }
}
