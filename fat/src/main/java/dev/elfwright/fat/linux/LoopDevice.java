package dev.elfwright.fat.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A loop device over a file, read only, that frees itself when nobody has it open or mounted any
 * more (include/uapi/linux/loop.h).
 *
 * <pre>
 * struct loop_config, 304 bytes
 *   +0 file descriptor u32   +4 block size u32   +8 struct loop_info64, in it +52 flags u32
 * </pre>
 */
public final class LoopDevice implements AutoCloseable {
  private static final long GET_FREE = 0x4c82;
  private static final long CONFIGURE = 0x4c0a;
  private static final int READ_ONLY = 1;
  private static final int FREES_ITSELF = 4;
  private static final int DIRECT = 16;

  private final Linux linux;
  private final int descriptor;
  private final String path;

  private LoopDevice(Linux linux, int descriptor, String path) {
    this.linux = linux;
    this.descriptor = descriptor;
    this.path = path;
  }

  /** A free loop device, now over this open file. */
  public static LoopDevice over(Linux linux, int file) throws SystemCallException {
    int control = linux.open("/dev/loop-control", Linux.READ_WRITE | Linux.CLOSE_ON_EXEC);
    try {
      while (true) {
        String path = "/dev/loop" + linux.control(control, GET_FREE, MemorySegment.NULL);
        int descriptor = linux.open(path, Linux.READ_ONLY | Linux.CLOSE_ON_EXEC);
        try {
          configure(linux, descriptor, file);
          return new LoopDevice(linux, descriptor, path);
        } catch (SystemCallException e) {
          linux.close(descriptor);
          if (e.errno() != SystemCallException.EBUSY) { // else another process was faster
            throw e;
          }
        }
      }
    } finally {
      linux.close(control);
    }
  }

  private static void configure(Linux linux, int descriptor, int file) throws SystemCallException {
    try {
      configure(linux, descriptor, file, READ_ONLY | FREES_ITSELF | DIRECT);
    } catch (SystemCallException e) {
      if (e.errno() != SystemCallException.EINVAL) { // else a file system without direct reading
        throw e;
      }
      configure(linux, descriptor, file, READ_ONLY | FREES_ITSELF);
    }
  }

  private static void configure(Linux linux, int descriptor, int file, int flags)
      throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment config = arena.allocate(304, 8);
      config.set(JAVA_INT, 0, file);
      config.set(JAVA_INT, 8 + 52, flags);
      linux.control(descriptor, CONFIGURE, config);
    }
  }

  /** Its node below /dev. */
  public String path() {
    return path;
  }

  /** Lets go of it: from now on it lives as long as what is mounted from it. */
  @Override
  public void close() {
    linux.close(descriptor);
  }
}
