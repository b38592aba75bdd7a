package dev.elfwright.link.measure;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts a program under the eyes of {@link Ptrace}. {@code posix_spawn} cannot ask to be traced,
 * so a shell stops itself, is seized, and then becomes the program.
 */
final class TracedLaunch {
  private static final Path SHELL = Path.of("/bin/sh");
  private static final String STOP_THEN_EXECUTE = "kill -STOP $$; exec \"$@\"";
  private static final long EXECVE = 59;

  private TracedLaunch() {}

  /** Answers the process id of a task that stands at the entry of the {@code execve} wanted. */
  static int start(Ptrace ptrace, Spawner shell, long options) {
    int pid = shell.spawn();
    if (ptrace.awaitStop(pid) instanceof TraceEvent.Gone) {
      throw new MeasureException("/bin/sh ended before it could be traced");
    }
    try {
      ptrace.seize(pid, options | Ptrace.TRACE_SYSTEM_CALLS_APART | Ptrace.TRACE_EXEC);
      Libc.kill(pid, Ptrace.SIGCONT);
      runToExecve(ptrace, pid);
    } catch (MeasureException e) {
      Libc.kill(pid, Ptrace.SIGKILL);
      throw e;
    }
    return pid;
  }

  /** The shell that will become {@code launch}. */
  static Spawner shell(Launch launch) {
    List<String> arguments =
        Stream.concat(
                Stream.of("-c", STOP_THEN_EXECUTE, "sh", launch.program().toString()),
                launch.arguments().stream())
            .toList();
    return new Spawner(new Launch(SHELL, arguments, launch.environment()));
  }

  private static void runToExecve(Ptrace ptrace, int pid) {
    while (true) {
      switch (ptrace.next(pid)) {
        case TraceEvent.SystemCall _ when ptrace.enteredCall(pid) == EXECVE -> {
          return;
        }
        case TraceEvent.Signalled(_, int signal) when signal != Ptrace.SIGCONT ->
            ptrace.resume(Ptrace.TO_NEXT_SYSTEM_CALL, pid, signal);
        case TraceEvent.Gone gone ->
            throw new MeasureException("/bin/sh ended before execve: " + gone.status());
        case TraceEvent _ -> ptrace.resume(Ptrace.TO_NEXT_SYSTEM_CALL, pid, 0);
      }
    }
  }
}
