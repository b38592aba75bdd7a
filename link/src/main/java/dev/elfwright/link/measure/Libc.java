package dev.elfwright.link.measure;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The few calls into libc that starting, reaping and tracing need. */
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** Layout of the buffer that {@link #wait4} and {@link #ptrace} write {@code errno} to. */
  static final MemoryLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();

  static final int ESRCH = 3;
  static final int EINTR = 4;

  private static final MethodHandle POSIX_SPAWN =
      handle(
          "posix_spawn",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle WAIT4 =
      handle(
          "wait4",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS),
          KEEP_ERRNO);
  private static final MethodHandle PTRACE =
      handle(
          "ptrace",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
          KEEP_ERRNO);
  private static final MethodHandle KILL =
      handle("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle STRERROR =
      handle("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private Libc() {}

  static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment symbol =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new MeasureException("libc has no function " + name));
    return LINKER.downcallHandle(symbol, descriptor, options);
  }

  /** Returns 0 or an error number. */
  static int posixSpawn(
      MemorySegment pid,
      MemorySegment path,
      MemorySegment actions,
      MemorySegment attributes,
      MemorySegment argv,
      MemorySegment envp) {
    try {
      return (int) POSIX_SPAWN.invokeExact(pid, path, actions, attributes, argv, envp);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Returns the process or -1, with the reason in {@code errno}. */
  static int wait4(
      MemorySegment errno, int pid, MemorySegment status, int options, MemorySegment usage) {
    try {
      return (int) WAIT4.invokeExact(errno, pid, status, options, usage);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Returns what the request returns, -1 with the reason in {@code errno}. */
  static long ptrace(MemorySegment errno, long request, int pid, long address, long data) {
    try {
      return (long) PTRACE.invokeExact(errno, request, pid, address, data);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void kill(int pid, int signal) {
    try {
      int ignored = (int) KILL.invokeExact(pid, signal);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int errno(MemorySegment errno) {
    return (int) ERRNO.get(errno, 0L);
  }

  static String message(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Name and version, "unknown" for a libc without {@code gnu_get_libc_version}. */
  static String version() {
    return LINKER
        .defaultLookup()
        .find("gnu_get_libc_version")
        .map(symbol -> "glibc " + callForString(symbol))
        .orElse("unknown");
  }

  private static String callForString(MemorySegment function) {
    try {
      MethodHandle call = LINKER.downcallHandle(function, FunctionDescriptor.of(ADDRESS));
      return ((MemorySegment) call.invokeExact()).reinterpret(64).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Turns an error number into an exception; the functions around posix_spawn return one. */
  static void check(String what, int error) {
    if (error != 0) {
      throw new MeasureException(what + ": " + message(error));
    }
  }

  static RuntimeException unexpected(Throwable e) {
    return e instanceof RuntimeException r ? r : new IllegalStateException(e);
  }
}
