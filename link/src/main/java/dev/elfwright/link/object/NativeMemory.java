package dev.elfwright.link.object;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.elfwright.elf.Segment;
import dev.elfwright.link.refusal.ObjectLinkException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Memory whose protection can be changed: mmap, mprotect and munmap of libc. */
final class NativeMemory {
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int PROT_EXEC = 4;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS = 0x20;

  /** The lowest 2 GiB, where absolute 32-bit addresses of code that is not PIC reach. */
  private static final int MAP_32BIT = 0x40;

  private static final MethodHandle MMAP =
      handle(
          "mmap",
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MPROTECT =
      handle("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle MUNMAP =
      handle("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

  private NativeMemory() {}

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  /**
   * Fresh memory that can be written, in the lowest 2 GiB if there is room.
   *
   * @param size in bytes, a multiple of the page size
   * @return its address
   */
  static long map(long size) {
    long low = map(size, MAP_32BIT);
    long address = low < 0 ? map(size, 0) : low;
    if (address < 0) {
      throw new ObjectLinkException("no memory for %d bytes".formatted(size));
    }
    return address;
  }

  private static long map(long size, int flags) {
    try {
      MemorySegment mapped =
          (MemorySegment)
              MMAP.invokeExact(
                  MemorySegment.NULL,
                  size,
                  PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | flags,
                  -1,
                  0L);
      return mapped.address();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Allows what a segment with these flags allows, and nothing else. */
  static void protect(long address, long size, int flags) {
    int protection =
        ((flags & Segment.READ) != 0 ? PROT_READ : 0)
            | ((flags & Segment.WRITE) != 0 ? PROT_WRITE : 0)
            | ((flags & Segment.EXECUTE) != 0 ? PROT_EXEC : 0);
    try {
      if ((int) MPROTECT.invokeExact(MemorySegment.ofAddress(address), size, protection) != 0) {
        throw new ObjectLinkException("the system forbids to change the memory's protection");
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void unmap(long address, long size) {
    try {
      int _ = (int) MUNMAP.invokeExact(MemorySegment.ofAddress(address), size);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static RuntimeException unexpected(Throwable e) {
    return e instanceof RuntimeException r ? r : new IllegalStateException(e);
  }
}
