package dev.elfwright.fat.merge;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Device nodes, pipes and sockets, by mknod(2), which the JDK does not have. */
final class DeviceNodes {
  private static final MethodHandle MKNOD =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("mknod"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG));

  private DeviceNodes() {}

  /** Makes a node; {@code mode} holds its kind, {@code device} the numbers as st_rdev does. */
  static void make(Path file, int mode, long device) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int result = (int) MKNOD.invokeExact(arena.allocateFrom(file.toString()), mode, device);
      if (result != 0) {
        throw new FileSystemException(
            file.toString(), null, "only root can make such a device node");
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
