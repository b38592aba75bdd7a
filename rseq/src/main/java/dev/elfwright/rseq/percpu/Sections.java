package dev.elfwright.rseq.percpu;

import dev.elfwright.rseq.code.Routine;
import dev.elfwright.rseq.kernel.Native;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * The routines, as Java calls them. The handles are constants, so the compiler turns each into a
 * direct call, 2.5 to 4 ns. Callable only where {@link #AVAILABLE}.
 *
 * <p>The first two arguments of most are {@link Strips#directory()} and {@link Strips#field()};
 * whoever calls keeps the strips reachable until the call returns.
 */
public final class Sections {
  /** Whether sections run in this JVM: a constant, so that what is not run is not compiled. */
  public static final boolean AVAILABLE = Setup.get().isAvailable();

  /** Takes no arguments, so that a call with some ends with WrongMethodTypeException. */
  private static final MethodHandle NONE = MethodHandles.constant(Boolean.class, false);

  private static final MethodHandle THREAD_FIELD = handle(Routine.THREAD_FIELD);
  private static final MethodHandle THREAD_AREA = handle(Routine.THREAD_AREA);
  private static final MethodHandle ADD = handle(Routine.ADD);
  private static final MethodHandle ADD_PAIR = handle(Routine.ADD_PAIR);
  private static final MethodHandle ADD_SAME = handle(Routine.ADD_SAME);
  private static final MethodHandle ADD_EACH = handleWithArray(Routine.ADD_EACH, 4);
  private static final MethodHandle PUSH = handle(Routine.PUSH);
  private static final MethodHandle POP = handle(Routine.POP);
  private static final MethodHandle POP_MANY = handle(Routine.POP_MANY);
  private static final MethodHandle APPEND = handle(Routine.APPEND);
  private static final MethodHandle COPY = handleWithArray(Routine.COPY, 2);
  private static final MethodHandle ADD_TUPLE = handle(Routine.ADD_TUPLE);
  private static final MethodHandle COMPARE_STORE = handle(Routine.COMPARE_STORE);
  private static final MethodHandle COMPARE_STORE_TWO = handle(Routine.COMPARE_STORE_TWO);
  private static final MethodHandle COMPARE_TWO_STORE = handle(Routine.COMPARE_TWO_STORE);
  private static final MethodHandle LOCK = handle(Routine.LOCK);

  private Sections() {}

  private static MethodHandle handle(Routine routine) {
    return AVAILABLE ? Native.critical(Setup.get().address(routine), routine.arguments()) : NONE;
  }

  private static MethodHandle handleWithArray(Routine routine, int array) {
    return AVAILABLE
        ? Native.criticalWithArray(Setup.get().address(routine), routine.arguments(), array)
        : NONE;
  }

  /** A number in the area of the thread that the caller runs on; below 0 when it has none. */
  public static int threadField(int distance) {
    try {
      return (int) (long) THREAD_FIELD.invokeExact((long) distance);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** The address of the area of the thread that the caller runs on; -1 when it has none. */
  public static long threadArea() {
    try {
      return (long) THREAD_AREA.invokeExact();
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#ADD}. */
  public static long add(long directory, long field, long place, long delta) {
    try {
      return (long) ADD.invokeExact(directory, field, place, delta);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#ADD_PAIR}. */
  public static long addPair(
      long directory, long field, long place, long delta, long place2, long delta2) {
    try {
      return (long) ADD_PAIR.invokeExact(directory, field, place, delta, place2, delta2);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#ADD_SAME}. */
  public static long addSame(long directory, long field, long places, long count, long delta) {
    try {
      return (long) ADD_SAME.invokeExact(directory, field, places, count, delta);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#ADD_EACH}. */
  public static long addEach(
      long directory, long field, long places, long count, MemorySegment deltas) {
    try {
      return (long) ADD_EACH.invokeExact(directory, field, places, count, deltas);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#PUSH}. */
  public static long push(long directory, long field, long first, long last, long links) {
    try {
      return (long) PUSH.invokeExact(directory, field, first, last, links);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#POP}. */
  public static long pop(long directory, long field, long links) {
    try {
      return (long) POP.invokeExact(directory, field, links);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#POP_MANY}. */
  public static long popMany(long directory, long field, long links, long most) {
    try {
      return (long) POP_MANY.invokeExact(directory, field, links, most);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#APPEND}. */
  public static long append(long directory, long field, long a, long b, long c, long d) {
    try {
      return (long) APPEND.invokeExact(directory, field, a, b, c, d);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#COPY}. */
  public static long copy(long directory, long field, MemorySegment bytes, long length, long room) {
    try {
      return (long) COPY.invokeExact(directory, field, bytes, length, room);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#ADD_TUPLE}. */
  public static long addTuple(long directory, long field, long a, long b, long c) {
    try {
      return (long) ADD_TUPLE.invokeExact(directory, field, a, b, c);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#COMPARE_STORE}. */
  public static long compareStore(
      long directory, long field, long place, long expected, long value, long cpu) {
    try {
      return (long) COMPARE_STORE.invokeExact(directory, field, place, expected, value, cpu);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#COMPARE_STORE_TWO}. */
  public static long compareStoreTwo(
      long directory,
      long field,
      long place,
      long expected,
      long value,
      long place2,
      long value2,
      long cpu) {
    try {
      return (long)
          COMPARE_STORE_TWO.invokeExact(
              directory, field, place, expected, value, place2, value2, cpu);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#COMPARE_TWO_STORE}. */
  public static long compareTwoStore(
      long directory,
      long field,
      long place,
      long expected,
      long value,
      long place2,
      long expected2,
      long cpu) {
    try {
      return (long)
          COMPARE_TWO_STORE.invokeExact(
              directory, field, place, expected, value, place2, expected2, cpu);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@link Routine#LOCK}. */
  public static long lock(long directory, long field) {
    try {
      return (long) LOCK.invokeExact(directory, field);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }
}
