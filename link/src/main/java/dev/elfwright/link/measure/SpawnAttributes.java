package dev.elfwright.link.measure;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * What {@code posix_spawn} does in the child before {@code execve}: standard streams are redirected
 * and the signal mask emptied. Threads of a JVM block some signals, and a child would inherit that.
 *
 * @param actions a {@code posix_spawn_file_actions_t}
 * @param attributes a {@code posix_spawnattr_t}
 */
record SpawnAttributes(MemorySegment actions, MemorySegment attributes) {
  private static final short SETSIGMASK = 0x08;
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY_CREAT_TRUNC = 01 | 0100 | 01000;

  /** Sizes of the types on 64-bit glibc are 80, 336 and 128 bytes; the rest is slack. */
  private static final long ACTIONS_BYTES = 256;

  private static final long ATTRIBUTES_BYTES = 512;
  private static final long SIGSET_BYTES = 128;

  private static final MethodHandle ACTIONS_INIT =
      Libc.handle("posix_spawn_file_actions_init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle ADD_OPEN =
      Libc.handle(
          "posix_spawn_file_actions_addopen",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle ATTRIBUTES_INIT =
      Libc.handle("posix_spawnattr_init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle SET_FLAGS =
      Libc.handle("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
  private static final MethodHandle SET_MASK =
      Libc.handle("posix_spawnattr_setsigmask", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  /** Standard input from nothing, the outputs to the files. The arena must outlive all spawns. */
  static SpawnAttributes of(Arena arena, Path output, Path error) {
    MemorySegment actions = arena.allocate(ACTIONS_BYTES, 16);
    MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, 16);
    try {
      Libc.check("posix_spawn_file_actions_init", (int) ACTIONS_INIT.invokeExact(actions));
      open(arena, actions, 0, Path.of("/dev/null"), O_RDONLY);
      open(arena, actions, 1, output, O_WRONLY_CREAT_TRUNC);
      open(arena, actions, 2, error, O_WRONLY_CREAT_TRUNC);
      Libc.check("posix_spawnattr_init", (int) ATTRIBUTES_INIT.invokeExact(attributes));
      Libc.check("setflags", (int) SET_FLAGS.invokeExact(attributes, SETSIGMASK));
      MemorySegment empty = arena.allocate(SIGSET_BYTES, 16);
      Libc.check("setsigmask", (int) SET_MASK.invokeExact(attributes, empty));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
    return new SpawnAttributes(actions, attributes);
  }

  private static void open(Arena arena, MemorySegment actions, int descriptor, Path file, int flags)
      throws Throwable {
    MemorySegment path = arena.allocateFrom(file.toString());
    int error = (int) ADD_OPEN.invokeExact(actions, descriptor, path, flags, 0600);
    Libc.check("posix_spawn_file_actions_addopen", error);
  }
}
