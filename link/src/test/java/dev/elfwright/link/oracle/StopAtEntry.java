package dev.elfwright.link.oracle;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs a program up to its entry point and no further: the loader has done all of its work there,
 * and the program none of its own. Among the programs of a machine are mkfontscale and killall5, so
 * asking for {@code --version} and being quick is not enough.
 */
final class StopAtEntry {
  private static final String SOURCE =
      """
      #include <elf.h>
      #include <fcntl.h>
      #include <signal.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/ptrace.h>
      #include <sys/user.h>
      #include <sys/wait.h>
      #include <unistd.h>

      /* NAME=VALUE... -- PROGRAM ARGUMENT... */
      int main(int argc, char **argv) {
        pid_t child = fork();
        if (child == 0) {
          int i = 1;
          for (; i < argc && strcmp(argv[i], "--"); i++) putenv(argv[i]);
          ptrace(PTRACE_TRACEME, 0, 0, 0);
          execv(argv[i + 1], argv + i + 1);
          _exit(127);
        }
        int status;
        if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return 1;
        ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_EXITKILL);

        char path[64];
        snprintf(path, sizeof path, "/proc/%d/auxv", child);
        int file = open(path, O_RDONLY);
        Elf64_auxv_t entry;
        do {
          if (read(file, &entry, sizeof entry) != sizeof entry) return 2;
        } while (entry.a_type != AT_ENTRY);
        long at = entry.a_un.a_val;
        long code = ptrace(PTRACE_PEEKTEXT, child, at, 0);
        if (ptrace(PTRACE_POKETEXT, child, at, (code & ~0xffL) | 0xcc)) return 3;

        int signal = 0;
        while (ptrace(PTRACE_CONT, child, 0, signal) == 0 && waitpid(child, &status, 0) == child
               && WIFSTOPPED(status)) {
          struct user_regs_struct registers;
          ptrace(PTRACE_GETREGS, child, 0, &registers);
          signal = WSTOPSIG(status);
          if (signal == SIGTRAP && registers.rip == at + 1) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return 0;
          }
        }
        return 4;
      }
      """;

  private static final class Compiled {
    static final Path PROGRAM = compile();
  }

  private StopAtEntry() {}

  /** The command that runs {@code command} with these variables, {@code NAME=VALUE}, added. */
  static List<String> command(List<String> variables, List<String> command) {
    return java.util.stream.Stream.of(
            List.of(Compiled.PROGRAM.toString()), variables, List.of("--"), command)
        .flatMap(List::stream)
        .toList();
  }

  private static Path compile() {
    try {
      Path folder = Files.createTempDirectory("stop-at-entry");
      Path program = folder.resolve("stop-at-entry");
      Path source = Files.writeString(folder.resolve("stop-at-entry.c"), SOURCE);
      Tool.run(List.of("gcc", "-O1", "-w", "-o", program.toString(), source.toString()));
      Files.delete(source);
      folder.toFile().deleteOnExit();
      program.toFile().deleteOnExit();
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
