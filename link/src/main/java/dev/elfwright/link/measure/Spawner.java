package dev.elfwright.link.measure;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts one launch again and again. Everything {@code posix_spawn} needs is laid out once, so a
 * run costs two calls into libc; glibc's {@code posix_spawn} shares the address space until {@code
 * execve}, hence the size of the JVM does not show in the time.
 */
final class Spawner implements AutoCloseable {
  private static final Path NOWHERE = Path.of("/dev/null");

  /** {@code struct rusage}: two timevals, then maxrss, ixrss, idrss, isrss, minflt, majflt. */
  private static final long USAGE_BYTES = 144;

  private static final long USER_TIME = 0;
  private static final long SYSTEM_TIME = 16;
  private static final long MINOR_FAULTS = 64;
  private static final long MAJOR_FAULTS = 72;

  private final Arena arena = Arena.ofConfined();
  private final String name;
  private final MemorySegment path;
  private final MemorySegment argv;
  private final MemorySegment envp;
  private final SpawnAttributes setUp;
  private final MemorySegment pid = arena.allocate(JAVA_INT);
  private final MemorySegment status = arena.allocate(JAVA_INT);
  private final MemorySegment usage = arena.allocate(USAGE_BYTES, 8);
  private final MemorySegment errno = arena.allocate(Libc.ERRNO_LAYOUT);

  /** Prepares a launch whose outputs go nowhere. */
  Spawner(Launch launch) {
    this(launch, NOWHERE, NOWHERE);
  }

  /** Prepares a launch whose outputs go to files. */
  Spawner(Launch launch, Path output, Path error) {
    name = launch.program().toString();
    path = arena.allocateFrom(name);
    argv = strings(Stream.concat(Stream.of(name), launch.arguments().stream()).toList());
    envp =
        strings(
            launch.environment().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .sorted()
                .toList());
    setUp = SpawnAttributes.of(arena, output, error);
  }

  /** Starts the program without waiting and returns its process id. */
  int spawn() {
    int error = Libc.posixSpawn(pid, path, setUp.actions(), setUp.attributes(), argv, envp);
    if (error != 0) {
      throw new MeasureException(name + ": cannot be started: " + Libc.message(error));
    }
    return pid.get(JAVA_INT, 0);
  }

  /** Starts the program, waits for its end and answers what it took. */
  Run run() {
    long begin = System.nanoTime();
    int child = spawn();
    int reaped;
    do {
      reaped = Libc.wait4(errno, child, status, 0, usage);
    } while (reaped < 0 && Libc.errno(errno) == Libc.EINTR);
    long end = System.nanoTime();
    if (reaped != child) {
      throw new MeasureException(name + ": wait4: " + Libc.message(Libc.errno(errno)));
    }
    return new Run(
        end - begin,
        timeval(USER_TIME),
        timeval(SYSTEM_TIME),
        word(MINOR_FAULTS),
        word(MAJOR_FAULTS),
        ExitStatus.ofWaitStatus(status.get(JAVA_INT, 0)));
  }

  private long timeval(long offset) {
    return word(offset) * 1_000_000_000L + word(offset + 8) * 1_000L;
  }

  private long word(long offset) {
    return usage.get(ValueLayout.JAVA_LONG, offset);
  }

  /** A C array of strings that ends with a null pointer. */
  private MemorySegment strings(List<String> values) {
    MemorySegment array = arena.allocate(ADDRESS, values.size() + 1L);
    for (int i = 0; i < values.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(values.get(i)));
    }
    return array;
  }

  @Override
  public void close() {
    arena.close();
  }
}
