package dev.elfwright.link.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureTest {
  private static final MeasureOptions SHORT =
      MeasureOptions.defaults().withPairs(5).withTracedRuns(3);
  private static final MeasureOptions UNTRACED = SHORT.withTracedRuns(0);

  @TempDir Path folder;

  private static Launch launch(String program, String... arguments) {
    return Launch.of(Path.of(program), List.of(arguments));
  }

  private static Side measured(Launch launch) {
    return Measure.compare(launch, launch, SHORT).a();
  }

  private static TimeLine timeLine(Launch launch) {
    return measured(launch).timeLine().orElseThrow();
  }

  @Test
  void aDynamicProgramPassesAllMilestonesInOrder() {
    TimeLine line = timeLine(launch("/bin/ls", "/"));
    assertThat(line.milestones().keySet()).containsExactly(Milestone.values());
    assertThat(List.copyOf(line.milestones().values())).isSorted();
    assertThat(line.at(Milestone.EXEC)).hasValue(0);
    assertThat(line.at(Milestone.MAIN).orElseThrow()).isPositive();
  }

  @Test
  void phasesAddUpToTheTotal() {
    TimeLine line = timeLine(launch("/bin/ls", "/"));
    assertThat(line.phases().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(line.total());
  }

  @Test
  void timeSpentSleepingIsFoundInThePhaseThatSlept() throws Exception {
    Path program =
        CPrograms.compile(
            folder,
            "sleepy",
            """
            #include <stdlib.h>
            #include <unistd.h>
            static void bye(void) { usleep(90000); }
            __attribute__((constructor)) static void hello(void) { usleep(30000); atexit(bye); }
            int main(void) { usleep(60000); return 0; }
            """);
    Map<Phase, Long> phases = timeLine(launch(program.toString())).phases();
    long slack = 5_000_000;
    assertThat(phases.get(Phase.CONSTRUCTORS)).isGreaterThan(30_000_000 - slack);
    assertThat(phases.get(Phase.MAIN)).isGreaterThan(60_000_000 - slack);
    assertThat(phases.get(Phase.EXIT_HANDLERS)).isGreaterThan(90_000_000 - slack);
  }

  @Test
  void theSymbolOfAFusedProgramMarksItsFirstConstructor() throws Exception {
    Path program =
        CPrograms.compile(
            folder,
            "marked",
            """
            #include <unistd.h>
            static void mark(void) __asm__("elfwright.first_constructor");
            static __attribute__((noinline, used)) void mark(void) { __asm__ volatile(""); }
            static void guard(void) { usleep(40000); mark(); }
            __attribute__((section(".preinit_array"), used)) static void (*first)(void) = guard;
            int main(void) { return 0; }
            """);
    assertThat(timeLine(launch(program.toString())).phases().get(Phase.GUARD))
        .isGreaterThan(35_000_000);
  }

  @Test
  void aProgramWithoutPieIsFollowedToMainToo() throws Exception {
    Path program = CPrograms.compile(folder, "fixed", "int main(void){return 0;}", "-no-pie");
    assertThat(timeLine(launch(program.toString())).at(Milestone.MAIN)).isPresent();
  }

  @Test
  void aStaticProgramHasNoLoader() throws Exception {
    Path program = CPrograms.compile(folder, "static", "int main(void){return 0;}", "-static");
    TimeLine line = timeLine(launch(program.toString()));
    assertThat(line.at(Milestone.LOADER)).isEmpty();
    assertThat(line.at(Milestone.ENTRY)).isPresent();
    assertThat(line.at(Milestone.EXIT)).isPresent();
  }

  @Test
  void systemCallsAreCountedExactly() throws Exception {
    Path program =
        CPrograms.compile(
            folder,
            "calls",
            """
            #include <unistd.h>
            #include <sys/syscall.h>
            int main(void) { for (int i = 0; i < 37; i++) syscall(SYS_getppid); return 0; }
            """);
    SystemCalls calls = measured(launch(program.toString())).systemCalls().orElseThrow();
    assertThat(calls.count("syscall_110")).isEqualTo(37);
    assertThat(calls.count("exit_group")).isEqualTo(1);
  }

  @Test
  void callsOfThreadsAndChildrenCount() throws Exception {
    Path program =
        CPrograms.compile(
            folder,
            "tasks",
            """
            #include <pthread.h>
            #include <unistd.h>
            #include <sys/syscall.h>
            #include <sys/wait.h>
            static void *work(void *a) { syscall(SYS_getppid); return a; }
            int main(void) {
              pthread_t t;
              pthread_create(&t, 0, work, 0);
              pthread_join(t, 0);
              if (fork() == 0) { syscall(SYS_getppid); _exit(0); }
              wait(0);
              return 0;
            }
            """,
            "-pthread");
    SystemCalls calls = measured(launch(program.toString())).systemCalls().orElseThrow();
    assertThat(calls.count("syscall_110")).isEqualTo(2);
  }

  @Test
  void aChildThatOutlivesTheProgramIsLeftAlive() throws Exception {
    Path script = CPrograms.script(folder, "daemon", "(sleep 0.5; echo x >> $1) &");
    Path trace = folder.resolve("trace");
    measured(launch(script.toString(), trace.toString()));
    long deadline = System.nanoTime() + 20_000_000_000L;
    // 1 + 2 * (3 warm-ups + 5 timed + 1 + 3 time lines + 1 for system calls) runs.
    while (lines(trace) < 27 && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    assertThat(lines(trace)).isEqualTo(27);
  }

  private static int lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  @Test
  void pageFaultsOfTouchedMemoryAreCounted() throws Exception {
    String source =
        """
        #include <stdlib.h>
        #include <sys/mman.h>
        int main(void) {
          char *p = mmap(0, 4096 * PAGES, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
          madvise(p, 4096 * PAGES, MADV_NOHUGEPAGE);
          for (int i = 0; i < PAGES; i++) p[4096 * i] = 1;
          return 0;
        }
        """;
    Path few = CPrograms.compile(folder, "few", source, "-DPAGES=1");
    Path many = CPrograms.compile(folder, "many", source, "-DPAGES=1001");
    Comparison c = Measure.compare(launch(few.toString()), launch(many.toString()), UNTRACED);
    assertThat(c.b().medianFaults() - c.a().medianFaults()).isBetween(980.0, 1020.0);
  }

  @Test
  void aSlowerProgramHasARatioBelowOne() throws Exception {
    Path slow = CPrograms.script(folder, "slow", "sleep 0.1");
    Comparison c = Measure.compare(launch("/bin/true"), launch(slow.toString()), UNTRACED);
    assertThat(c.ratio().high()).isLessThan(1);
    assertThat(c.ratio().isDifference()).isTrue();
    assertThat(c.pairs()).isEqualTo(5);
  }

  @Test
  void theTwoRunInTurn() throws Exception {
    Path log = folder.resolve("log");
    Path a = CPrograms.script(folder, "a", "echo a >> " + log);
    Path b = CPrograms.script(folder, "b", "echo b >> " + log);
    Measure.compare(
        launch(a.toString()), launch(b.toString()), new MeasureOptions(3, 0, 0, _ -> {}));
    assertThat(String.join("", Files.readAllLines(log))).isEqualTo("aababab");
  }

  @Test
  void progressIsToldAfterEachPair() {
    List<Integer> told = new ArrayList<>();
    Measure.compare(launch("/bin/true"), launch("/bin/true"), UNTRACED.withProgress(told::add));
    assertThat(told).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void differentExitStatusIsAnErrorThatNamesBoth() {
    assertThatThrownBy(() -> Measure.compare(launch("/bin/true"), launch("/bin/false"), UNTRACED))
        .isInstanceOf(MeasureException.class)
        .hasMessageContaining("/bin/false ended with exit status 1")
        .hasMessageContaining("/bin/true with exit status 0");
  }

  @Test
  void aSignalCountsAsTheWayItEnded() throws Exception {
    Path program = CPrograms.script(folder, "dies", "kill -TERM $$");
    Comparison c = Measure.compare(launch(program.toString()), launch(program.toString()), SHORT);
    assertThat(c.a().status()).isEqualTo(new ExitStatus.Killed(15));
    assertThat(c.warnings()).anyMatch(w -> w.contains("signal 15"));
  }

  @Test
  void aMissingProgramIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> Measure.compare(launch("/bin/true"), launch("/nowhere/x"), UNTRACED))
        .isInstanceOf(MeasureException.class)
        .hasMessageContaining("/nowhere/x")
        .hasMessageContaining("No such file");
  }

  @Test
  void aSideThatStartsTheOriginalIsNoticed() throws Exception {
    Path fallback = CPrograms.script(folder, "fused", "exec /bin/ls \"$@\"");
    Comparison c = Measure.compare(launch("/bin/ls", "/"), launch(fallback.toString(), "/"), SHORT);
    assertThat(c.warnings()).singleElement().asString().startsWith("B started the original");
  }

  @Test
  void aSideThatStaysItselfIsNotWarnedAbout() {
    Comparison c = Measure.compare(launch("/bin/ls", "/"), launch("/bin/ls", "/"), SHORT);
    assertThat(c.warnings()).isEmpty();
  }

  @Test
  void theEnvironmentIsExactlyTheOneGiven() throws Exception {
    Path out = folder.resolve("out");
    Path script = CPrograms.script(folder, "env", "env | grep -v -e PWD -e _= > " + out);
    Launch launch = new Launch(script, List.of(), Map.of("ONLY", "this"));
    Measure.compare(launch, launch, UNTRACED);
    assertThat(Files.readAllLines(out)).containsExactly("ONLY=this");
  }

  @Test
  void childrenOfOtherThreadsAreNotReaped() throws Exception {
    Process other = new ProcessBuilder("/bin/sh", "-c", "sleep 0.3; exit 7").start();
    measured(launch("/bin/true"));
    assertThat(other.waitFor()).isEqualTo(7);
  }
}
