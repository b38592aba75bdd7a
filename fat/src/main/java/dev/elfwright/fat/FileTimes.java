package dev.elfwright.fat;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Times of files. The JDK opens a file to set them: a pipe then waits for a writer, and a device
 * node does whatever its driver does when it is opened. So what is not an ordinary file gets them
 * by utimensat(2).
 */
final class FileTimes {
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;

  private FileTimes() {}

  /** Costs 7 ms to make. */
  private static final class Call {
    static final MethodHandle UTIMENSAT =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("utimensat"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  }

  /** Sets the times of a file, of a symbolic link those of the link. */
  static void set(Path file, FileTime accessed, FileTime modified) throws IOException {
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(modified, accessed, null);
    } else {
      setUnopened(file, accessed, modified);
    }
  }

  private static void setUnopened(Path file, FileTime accessed, FileTime modified)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment times = arena.allocate(JAVA_LONG, 4); // struct timespec[2]
      put(times, 0, accessed.toInstant());
      put(times, 2, modified.toInstant());
      MemorySegment path = arena.allocateFrom(file.toString());
      if ((int) Call.UTIMENSAT.invokeExact(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) != 0) {
        throw new FileSystemException(file.toString(), null, "its times cannot be set");
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void put(MemorySegment times, int index, Instant time) {
    times.setAtIndex(JAVA_LONG, index, time.getEpochSecond());
    times.setAtIndex(JAVA_LONG, index + 1L, time.getNano());
  }
}
