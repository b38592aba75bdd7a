package dev.elfwright.rseq.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** Memory by its address. Whoever calls has made sure that it is there. */
public final class Words {
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final VarHandle INT = JAVA_INT.varHandle();

  private Words() {}

  /** 64 bits. */
  public static long get(long address) {
    return ALL.get(JAVA_LONG, address);
  }

  /** 64 bits; what follows in the program reads memory later. */
  public static long getAcquire(long address) {
    return (long) LONG.getAcquire(ALL, address);
  }

  /** 32 bits, read each time. */
  public static int get32(long address) {
    return (int) INT.getOpaque(ALL, address);
  }

  /** Sets 64 bits. */
  public static void set(long address, long value) {
    ALL.set(JAVA_LONG, address, value);
  }

  /** Sets 64 bits, before and after which everything else in the program happens. */
  public static void setVolatile(long address, long value) {
    LONG.setVolatile(ALL, address, value);
  }

  /** Sets 64 bits after everything that precedes in the program. */
  public static void setRelease(long address, long value) {
    LONG.setRelease(ALL, address, value);
  }

  /** Sets 64 bits and returns what was there. */
  public static long exchange(long address, long value) {
    return (long) LONG.getAndSet(ALL, address, value);
  }

  /** Sets 64 bits if they are as expected. */
  public static boolean compareAndSet(long address, long expected, long value) {
    return LONG.compareAndSet(ALL, address, expected, value);
  }

  /** Keeps loads before this place from happening after those behind it. */
  public static void loadFence() {
    VarHandle.loadLoadFence();
  }

  /** Copies bytes out of memory. */
  public static byte[] bytes(long address, int count) {
    byte[] copy = new byte[count];
    MemorySegment.copy(ALL, JAVA_BYTE, address, copy, 0, count);
    return copy;
  }

  /** Copies bytes into memory. */
  public static void put(long address, byte[] bytes) {
    MemorySegment.copy(bytes, 0, ALL, JAVA_BYTE, address, bytes.length);
  }

  /** Fills memory with zeros. */
  public static void clear(long address, long size) {
    ALL.asSlice(address, size).fill((byte) 0);
  }
}
