package dev.elfwright.fat.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.elfwright.elf.Names;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Files by system calls, for one thread. Names are bytes; as text they are what {@link Names} makes
 * of them, so that they can be told and written back whatever the locale. Descriptors are plain
 * numbers, since they are handed to the kernel again.
 *
 * <p>Every method throws {@link SystemCallException} when the call fails.
 */
public final class Linux implements AutoCloseable {
  /** The current folder, where a call takes the descriptor of a folder. */
  public static final int HERE = -100;

  /** Open for reading. */
  public static final int READ_ONLY = 0;

  /** Open for writing too. */
  public static final int READ_WRITE = 2;

  /** Close when another program is executed. */
  public static final int CLOSE_ON_EXEC = 02000000;

  /** Do not wait, and give no terminal: what may lie in a tree must not stop us. */
  public static final int NONBLOCKING = 04000 | 0400;

  /**
   * Arm and PowerPC have numbers of their own for some flags (arch/arm64/include/uapi/asm/fcntl.h).
   */
  private static final boolean HAS_OWN_FLAGS =
      List.of("aarch64", "ppc64le", "ppc64").contains(System.getProperty("os.arch"));

  /** Open nothing but a folder. */
  public static final int FOLDER = HAS_OWN_FLAGS ? 040000 : 0200000;

  /** A new file in a folder, without a name, gone when nobody has it open. */
  public static final int UNNAMED = 020000000 | FOLDER;

  private static final int NO_FOLLOW = HAS_OWN_FLAGS ? 0100000 : 0400000;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int STATX_BASIC = 0x7ff;
  private static final int LARGEST_ATTRIBUTE = 1 << 16;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
  private final MemorySegment name = arena.allocate(8192);
  private final MemorySegment statx = arena.allocate(256, 8);
  private final MemorySegment buffer = arena.allocate(LARGEST_ATTRIBUTE, 8);

  /** Opens a file below a folder; a symbolic link in the last place is not followed. */
  public int open(int folder, String path, int flags) throws SystemCallException {
    try {
      return (int)
          checked(
              "open",
              (long) Calls.OPENAT.invokeExact(errno, folder, name(path), flags | NO_FOLLOW, 0600));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Opens a file by its path, following links. */
  public int open(String path, int flags) throws SystemCallException {
    try {
      return (int)
          checked("open", (long) Calls.OPENAT.invokeExact(errno, HERE, name(path), flags, 0600));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Closes a descriptor. */
  public void close(int descriptor) {
    try {
      long _ = (long) Calls.CLOSE.invokeExact(errno, descriptor);
    } catch (Throwable e) {
      throw Calls.unexpected(e);
    }
  }

  /** The status of an open file. */
  public FileStatus status(int descriptor) throws SystemCallException {
    return status(descriptor, "", AT_EMPTY_PATH);
  }

  /** The status of what has this name in a folder, of a link itself. */
  public FileStatus status(int folder, String path) throws SystemCallException {
    return status(folder, path, AT_SYMLINK_NOFOLLOW);
  }

  private FileStatus status(int folder, String path, int flags) throws SystemCallException {
    try {
      checked(
          "stat",
          (long) Calls.STATX.invokeExact(errno, folder, name(path), flags, STATX_BASIC, statx));
      return FileStatus.read(statx);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Up to {@code target.length} bytes from an offset; returns how many there were. */
  public int read(int descriptor, byte[] target, int length, long offset)
      throws SystemCallException {
    try {
      int asked = Math.min(length, LARGEST_ATTRIBUTE);
      int got =
          (int)
              checked(
                  "read",
                  (long) Calls.PREAD.invokeExact(errno, descriptor, buffer, (long) asked, offset));
      MemorySegment.copy(buffer, JAVA_BYTE, 0, target, 0, got);
      return got;
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Writes all bytes at the descriptor's position. */
  public void write(int descriptor, byte[] bytes) throws SystemCallException {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment all = own.allocateFrom(JAVA_BYTE, bytes);
      for (long at = 0; at < bytes.length; ) {
        at +=
            checked(
                "write",
                (long)
                    Calls.WRITE.invokeExact(errno, descriptor, all.asSlice(at), bytes.length - at));
      }
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** What is in an open folder, without "." and "..". */
  public List<DirectoryEntry> entries(int folder) throws SystemCallException {
    List<DirectoryEntry> entries = new ArrayList<>();
    try {
      while (true) {
        long got =
            checked(
                "read folder",
                (long) Calls.GETDENTS.invokeExact(errno, folder, buffer, buffer.byteSize()));
        if (got == 0) {
          return entries;
        }
        // struct linux_dirent64: inode u64, position s64, length u16, kind u8, name.
        for (long at = 0; at < got; at += buffer.get(JAVA_SHORT_UNALIGNED, at + 16) & 0xffff) {
          String entry = text(at + 19);
          if (!entry.equals(".") && !entry.equals("..")) {
            entries.add(
                new DirectoryEntry(
                    entry,
                    buffer.get(JAVA_LONG_UNALIGNED, at),
                    DirectoryEntry.Kind.of(buffer.get(JAVA_BYTE, at + 18))));
          }
        }
      }
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** The target of a symbolic link. */
  public String linkTarget(int folder, String path) throws SystemCallException {
    try {
      int length =
          (int)
              checked(
                  "readlink",
                  (long)
                      Calls.READLINKAT.invokeExact(
                          errno, folder, name(path), buffer, buffer.byteSize()));
      return Names.decode(bytes(length));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** The names of an open file's extended attributes, none where there is no such thing. */
  public List<String> attributes(int descriptor) throws SystemCallException {
    try {
      long got = (long) Calls.LISTXATTR.invokeExact(errno, descriptor, buffer, buffer.byteSize());
      if (got < 0 && Calls.errno(errno) == SystemCallException.EOPNOTSUPP) {
        return List.of();
      }
      List<String> names = new ArrayList<>();
      checked("listxattr", got);
      for (long at = 0; at < got; ) {
        String attribute = text(at);
        names.add(attribute);
        at += Names.encode(attribute).length + 1L;
      }
      return names;
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** The value of an open file's extended attribute. */
  public byte[] attribute(int descriptor, String attribute) throws SystemCallException {
    try {
      int length =
          (int)
              checked(
                  "getxattr",
                  (long)
                      Calls.GETXATTR.invokeExact(
                          errno, descriptor, name(attribute), buffer, buffer.byteSize()));
      return bytes(length);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** ioctl(2) with a number or an address; returns what it returns. */
  long control(int descriptor, long request, MemorySegment argument) throws SystemCallException {
    try {
      return checked("ioctl", (long) Calls.IOCTL.invokeExact(errno, descriptor, request, argument));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** A call by its number, with as many arguments as mounting needs. */
  long call(
      String what, long number, long a, MemorySegment b, MemorySegment c, MemorySegment d, long e)
      throws SystemCallException {
    try {
      return checked(what, (long) Calls.SYSCALL.invokeExact(errno, number, a, b, c, d, e));
    } catch (Throwable failure) {
      throw rethrown(failure);
    }
  }

  /** Takes the topmost mount off a path. */
  public void unmount(String path, int flags) throws SystemCallException {
    try {
      checked("umount", (long) Calls.UMOUNT.invokeExact(errno, name(path), flags));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** What the kernel says about a file system that is being made: one message a read. */
  List<String> messages(int context) {
    List<String> messages = new ArrayList<>();
    try {
      while (true) {
        long got = (long) Calls.READ.invokeExact(errno, context, buffer, buffer.byteSize());
        if (got <= 0) {
          return messages;
        }
        messages.add(Names.decode(bytes((int) got)).strip());
      }
    } catch (Throwable e) {
      throw Calls.unexpected(e);
    }
  }

  Arena arena() {
    return arena;
  }

  private MemorySegment name(String text) throws SystemCallException {
    byte[] bytes = Names.encode(text);
    if (bytes.length >= name.byteSize()) {
      throw new SystemCallException("open", 36, "File name too long");
    }
    MemorySegment.copy(bytes, 0, name, JAVA_BYTE, 0, bytes.length);
    name.set(JAVA_BYTE, bytes.length, (byte) 0);
    return name;
  }

  private String text(long offset) {
    long end = offset;
    while (buffer.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    return Names.decode(buffer.asSlice(offset, end - offset).toArray(JAVA_BYTE));
  }

  private byte[] bytes(int length) {
    return buffer.asSlice(0, length).toArray(JAVA_BYTE);
  }

  private long checked(String call, long result) throws SystemCallException {
    if (result < 0) {
      int number = Calls.errno(errno);
      throw new SystemCallException(call, number, Calls.message(number));
    }
    return result;
  }

  private static RuntimeException rethrown(Throwable e) throws SystemCallException {
    if (e instanceof SystemCallException failure) {
      throw failure;
    }
    return Calls.unexpected(e);
  }

  /** Frees its memory; no descriptor is closed. */
  @Override
  public void close() {
    arena.close();
  }
}
