package dev.elfwright.fat.linux;

import dev.elfwright.elf.Names;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system that is being configured: fsopen(2), fsconfig(2), fsmount(2), of Linux 5.2.
 *
 * <p>An option string of mount(2) ends at 4,096 bytes; here each option is a call of its own, so
 * there may be thousands.
 */
public final class FileSystemContext implements AutoCloseable {
  private static final long SET_FLAG = 0;
  private static final long SET_STRING = 1;
  private static final long CREATE = 6;

  private final Linux linux;
  private final int descriptor;
  private final String type;

  /** Begins with a file system of this type, {@code erofs} say. */
  public FileSystemContext(Linux linux, String type) throws SystemCallException {
    this.linux = linux;
    this.type = type;
    try (Arena arena = Arena.ofConfined()) {
      descriptor =
          (int)
              linux.call(
                  "fsopen " + type,
                  Calls.FSOPEN,
                  arena.allocateFrom(type).address(),
                  MemorySegment.ofAddress(1), // FSOPEN_CLOEXEC
                  MemorySegment.NULL,
                  MemorySegment.NULL,
                  0);
    }
  }

  /** Sets an option to a value. */
  public void set(String option, String value) throws SystemCallException {
    configure(SET_STRING, option, value);
  }

  /** Makes it one that cannot be written, so that its device needs not be written either. */
  public void setReadOnly() throws SystemCallException {
    configure(SET_FLAG, "ro", null);
  }

  /** Sets an option that has no value; returns whether this kernel knows it. */
  public boolean setIfKnown(String option) throws SystemCallException {
    try {
      configure(SET_FLAG, option, null);
      return true;
    } catch (SystemCallException e) {
      if (e.errno() == SystemCallException.EINVAL) {
        return false;
      }
      throw e;
    }
  }

  /** Makes the file system. */
  public void create() throws SystemCallException {
    configure(CREATE, null, null);
  }

  private void configure(long command, @Nullable String option, @Nullable String value)
      throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      linux.call(
          "fsconfig " + type,
          Calls.FSCONFIG,
          descriptor,
          MemorySegment.ofAddress(command),
          text(arena, option),
          text(arena, value),
          0);
    }
  }

  private static MemorySegment text(Arena arena, @Nullable String text) {
    if (text == null) {
      return MemorySegment.NULL;
    }
    byte[] bytes = Names.encode(text);
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  /** What the kernel has to say about it, warnings and errors. */
  public List<String> messages() {
    return linux.messages(descriptor);
  }

  /** The file system as a mount that stands nowhere yet. */
  public Mount mount(int attributes) throws SystemCallException {
    int mount =
        (int)
            linux.call(
                "fsmount " + type,
                Calls.FSMOUNT,
                descriptor,
                MemorySegment.ofAddress(1), // FSMOUNT_CLOEXEC
                MemorySegment.ofAddress(attributes),
                MemorySegment.NULL,
                0);
    return new Mount(linux, mount);
  }

  @Override
  public void close() {
    linux.close(descriptor);
  }
}
