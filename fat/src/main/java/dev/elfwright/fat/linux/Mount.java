package dev.elfwright.fat.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A mount that stands nowhere yet, or just got its place. Gone when closed without one. */
public final class Mount implements AutoCloseable {
  /** Cannot be written. */
  public static final int READ_ONLY = 1;

  /** Of no use for set-user-ID programs. */
  public static final int NO_SET_USER_ID = 2;

  /** Of no use for device nodes. */
  public static final int NO_DEVICES = 4;

  private static final long FROM_DESCRIPTOR = 0x4;
  private static final long TO_DESCRIPTOR = 0x40;
  private static final long BENEATH = 0x200;

  private final Linux linux;
  private final int descriptor;

  Mount(Linux linux, int descriptor) {
    this.linux = linux;
    this.descriptor = descriptor;
  }

  /** The root of the mounted file system, as a descriptor. */
  public int root() {
    return descriptor;
  }

  /** Puts it on top of an open folder. */
  public void moveTo(int folder) throws SystemCallException {
    move(folder, FROM_DESCRIPTOR | TO_DESCRIPTOR);
  }

  /** Puts it under the mount whose root this open folder is (Linux 6.5). */
  public void moveBeneath(int mounted) throws SystemCallException {
    move(mounted, FROM_DESCRIPTOR | TO_DESCRIPTOR | BENEATH);
  }

  private void move(int folder, long flags) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment empty = arena.allocateFrom("");
      linux.call(
          "move_mount",
          Calls.MOVE_MOUNT,
          descriptor,
          empty,
          MemorySegment.ofAddress(folder),
          empty,
          flags);
    }
  }

  @Override
  public void close() {
    linux.close(descriptor);
  }
}
