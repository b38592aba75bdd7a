package dev.elfwright.fat.run;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the JDK cannot ask of the system: to mount, and to become another program. */
final class Process {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final int SIGNALS = 128;
  private static final int SIG_SETMASK = 2;

  private Process() {}

  private static MethodHandle call(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  /** Mounts a file system that has no device. */
  static void mount(String type, Path folder) throws IOException {
    MethodHandle mount =
        call(
            "mount",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment name = arena.allocateFrom(type);
      int result =
          (int)
              mount.invokeExact(
                  state, name, arena.allocateFrom(folder.toString()), name, 0L, MemorySegment.NULL);
      if (result != 0) {
        throw new FileSystemException(
            folder.toString(),
            null,
            "%s cannot be mounted (%s); as root it can, or in a user namespace: unshare -rm"
                .formatted(type, reason(state)));
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** A file in memory, without a name; closed when the process becomes another. */
  static int memory(String name) throws IOException {
    MethodHandle create = call("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int file = (int) create.invokeExact(state, arena.allocateFrom(name), 0);
      if (file < 0) {
        throw new FileSystemException(name, null, "no file in memory: " + reason(state));
      }
      return file;
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Becomes a program. Returns only by an exception.
   *
   * @throws IOException when the system refuses
   */
  static void become(Path program, List<String> arguments, Map<String, String> environment)
      throws IOException {
    MethodHandle execve =
        call("execve", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    MethodHandle mask =
        call("pthread_sigmask", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      List<String> variables =
          environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
      MemorySegment argv = array(arguments, arena);
      MemorySegment env = array(variables, arena);
      MemorySegment path = arena.allocateFrom(program.toString());
      // The JVM blocks SIGQUIT in its threads, and a program keeps what is blocked.
      int _ =
          (int) mask.invokeExact(state, SIG_SETMASK, arena.allocate(SIGNALS), MemorySegment.NULL);
      int _ = (int) execve.invokeExact(state, path, argv, env);
      throw new FileSystemException(program.toString(), null, "cannot be run: " + reason(state));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static MemorySegment array(List<String> texts, Arena arena) {
    MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }

  private static String reason(MemorySegment state) {
    int errno = (int) ERRNO.get(state, 0L);
    return switch (errno) {
      case 1 -> "not permitted";
      case 2 -> "no such file";
      case 8 -> "not a program for this machine";
      case 13 -> "permission denied";
      case 19 -> "this kernel has none";
      default -> "errno " + errno;
    };
  }
}
