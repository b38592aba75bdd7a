package dev.elfwright.fat.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** Functions of libc, as method handles that keep errno. */
final class Calls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** The number of a call that has the same one on every processor (since Linux 5.2). */
  static final long FSOPEN = 430;

  static final long FSCONFIG = 431;
  static final long FSMOUNT = 432;
  static final long MOVE_MOUNT = 429;

  static final MethodHandle OPENAT = handle("openat", 3, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  static final MethodHandle CLOSE = handle("close", 0, JAVA_INT);
  static final MethodHandle PREAD = handle("pread", 0, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  static final MethodHandle WRITE = handle("write", 0, JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle READ = handle("read", 0, JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle GETDENTS = handle("getdents64", 0, JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle STATX =
      handle("statx", 0, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle READLINKAT =
      handle("readlinkat", 0, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
  static final MethodHandle LISTXATTR = handle("flistxattr", 0, JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle GETXATTR =
      handle("fgetxattr", 0, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
  static final MethodHandle IOCTL = handle("ioctl", 2, JAVA_INT, JAVA_LONG, ADDRESS);
  static final MethodHandle UMOUNT = handle("umount2", 0, ADDRESS, JAVA_INT);
  static final MethodHandle SYSCALL =
      handle("syscall", 1, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private Calls() {}

  /** All of these return a long or an int; an int is widened, so that every caller looks alike. */
  private static MethodHandle handle(String name, int firstVariadic, MemoryLayout... arguments) {
    boolean isLong =
        List.of(
                "pread",
                "read",
                "write",
                "getdents64",
                "readlinkat",
                "flistxattr",
                "fgetxattr",
                "syscall")
            .contains(name);
    List<Linker.Option> options = new ArrayList<>(List.of(Linker.Option.captureCallState("errno")));
    if (firstVariadic > 0) {
      options.add(Linker.Option.firstVariadicArg(firstVariadic));
    }
    MethodHandle call =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(isLong ? JAVA_LONG : JAVA_INT, arguments),
            options.toArray(Linker.Option[]::new));
    return call.asType(call.type().changeReturnType(long.class));
  }

  static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  static String message(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static RuntimeException unexpected(Throwable e) {
    return e instanceof RuntimeException r ? r : new IllegalStateException(e);
  }
}
