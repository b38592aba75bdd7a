package dev.elfwright.abi.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running kernel answers as simulated. */
class KernelCopyTest {
  /** clone_args of Linux 5.7 and later. */
  private static final KernelCopy CLONE3 = new KernelCopy(88, 64);

  @TempDir private Path folder;

  private List<String> run(String program, String... environment) throws IOException {
    Files.writeString(folder.resolve("k.c"), program);
    Tool.run(folder, List.of("gcc", "-O1", "-w", "k.c", "-o", "k"));
    var command = new java.util.ArrayList<>(List.of("env"));
    command.addAll(List.of(environment));
    command.add("./k");
    return Tool.run(folder, command).lines().toList();
  }

  @Test
  void clone3TakesEachSizeAsSimulated() throws IOException {
    List<String> lines =
        run(
            """
            #include <errno.h>
            #include <signal.h>
            #include <stdio.h>
            #include <string.h>
            #include <sys/syscall.h>
            #include <sys/wait.h>
            #include <unistd.h>
            static unsigned char args[8192];
            int main(void) {
              setbuf(stdout, 0);
              int sizes[] = {0, 8, 56, 63, 64, 72, 80, 87, 88, 89, 96, 200, 4096, 4097, 5000};
              for (int i = 0; i < 15; i++)
                for (int set = 0; set < 2; set++) {
                  memset(args, 0, sizeof args);
                  args[32] = SIGCHLD; /* exit_signal */
                  if (set && sizes[i] <= 88) continue;
                  if (set) args[sizes[i] - 1] = 1;
                  long pid = syscall(SYS_clone3, args, sizes[i]);
                  if (pid == 0) _exit(0);
                  int error = errno;
                  if (pid > 0) waitpid(pid, 0, 0);
                  printf("%d %d %s\\n", sizes[i], set ? sizes[i] : 40,
                    pid > 0 ? "TAKEN" : error == E2BIG ? "TOO_BIG" : error == EINVAL ? "TOO_SMALL" : "other");
                }
            }
            """);
    assertThat(lines).hasSizeGreaterThan(18);
    for (String line : lines) {
      String[] words = line.split(" ");
      assertThat(CLONE3.pass(Long.parseLong(words[0]), Long.parseLong(words[1])))
          .as(line)
          .hasToString(words[2]);
    }
  }

  @Test
  void rseqTakesEachLengthAsSimulated() throws IOException {
    List<String> lines =
        run(
            """
            #include <stdio.h>
            #include <sys/auxv.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            static unsigned char area[512] __attribute__((aligned(256)));
            int main(void) {
              long size = getauxval(27);
              printf("%ld\\n", size ? size : 20);
              int lengths[] = {0, 16, 20, 28, 31, 32, 33, 36, 64, 128, 256};
              for (int i = 0; i < 11; i++) {
                long taken = syscall(SYS_rseq, area, lengths[i], 0, 0x53053053);
                if (taken == 0) syscall(SYS_rseq, area, lengths[i], 1, 0x53053053);
                printf("%d %s\\n", lengths[i], taken == 0 ? "true" : "false");
              }
            }
            """,
            "GLIBC_TUNABLES=glibc.pthread.rseq=0");
    AreaLength rule = new AreaLength(32, Long.parseLong(lines.getFirst()));
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ");
      assertThat(rule.takes(Long.parseLong(words[0]))).as(line).hasToString(words[1]);
    }
  }
}
