package dev.elfwright.packages;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Extended attributes of all kinds (xattr(7)); the JDK knows those that begin with {@code user.}
 * only. A value has 64 KiB at most (XATTR_SIZE_MAX, include/uapi/linux/limits.h), as has the list.
 */
public final class ExtendedAttributes {
  private static final int MOST = 0x10000;
  private static final int ENODATA = 61;
  private static final int EOPNOTSUPP = 95;
  private static final int EPERM = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle LIST =
      call("llistxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));

  private ExtendedAttributes() {}

  /** Most files have no attributes, and each of these handles costs 10 ms to make. */
  private static final class Get {
    static final MethodHandle CALL =
        call("lgetxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
  }

  private static final class Set {
    static final MethodHandle CALL =
        call(
            "lsetxattr",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
  }

  private static MethodHandle call(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  /**
   * Lists some attributes once, so that the JDK makes what that takes: 45 to 80 ms in a new JVM.
   * Whoever knows that it will be needed can have it done beside other work.
   */
  public static void prepare() {
    try {
      of(Path.of("/"));
    } catch (IOException e) {
      // Of no interest here: nobody asked for those of the root.
    }
  }

  /**
   * The attributes of a file, of a symbolic link those of the link; none where the file system has
   * no attributes.
   *
   * @throws IOException when they cannot be read
   */
  public static Map<String, byte[]> of(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment path = arena.allocateFrom(file.toString());
      MemorySegment names = arena.allocate(MOST);
      long size = (long) LIST.invokeExact(state, path, names, (long) MOST);
      if (size < 0) {
        if ((int) ERRNO.get(state, 0L) == EOPNOTSUPP) {
          return Map.of();
        }
        throw failure(file, "llistxattr", state);
      }
      Map<String, byte[]> found = new LinkedHashMap<>();
      MemorySegment value = size == 0 ? MemorySegment.NULL : arena.allocate(MOST);
      for (long at = 0; at < size; ) {
        MemorySegment name = names.asSlice(at, size - at);
        String text = name.getString(0);
        long n = (long) Get.CALL.invokeExact(state, path, name, value, (long) MOST);
        if (n >= 0) {
          found.put(text, value.asSlice(0, n).toArray(JAVA_BYTE));
        } else if ((int) ERRNO.get(state, 0L) != ENODATA) {
          // Gone since it was listed: no longer the file's.
          throw failure(file, "lgetxattr " + text, state);
        }
        at += text.getBytes(StandardCharsets.UTF_8).length + 1;
      }
      return found;
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Sets one, of a symbolic link that of the link.
   *
   * @return whether the system allowed it, and the file system has attributes of this kind
   * @throws IOException when it fails for another reason
   */
  public static boolean set(Path file, String name, byte[] bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result =
          (int)
              Set.CALL.invokeExact(
                  state,
                  arena.allocateFrom(file.toString()),
                  arena.allocateFrom(name),
                  arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes),
                  (long) bytes.length,
                  0);
      if (result == 0) {
        return true;
      }
      int errno = (int) ERRNO.get(state, 0L);
      if (errno == EPERM || errno == EOPNOTSUPP) {
        return false;
      }
      throw failure(file, "lsetxattr " + name, state);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static IOException failure(Path file, String call, MemorySegment state) {
    int errno = (int) ERRNO.get(state, 0L);
    return new FileSystemException(file.toString(), null, call + " failed, errno " + errno);
  }
}
