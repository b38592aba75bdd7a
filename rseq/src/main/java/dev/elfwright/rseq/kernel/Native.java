package dev.elfwright.rseq.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/** Functions of libc, and functions at an address; every argument and result is 64 bits wide. */
public final class Native {
  private static final Linker LINKER = Linker.nativeLinker();

  private Native() {}

  /** The address of a symbol of libc. */
  public static Optional<Long> symbol(String name) {
    return LINKER.defaultLookup().find(name).map(MemorySegment::address);
  }

  /**
   * The address of a function on threads. Before 2.34, glibc has these in a library of its own,
   * which every JVM has loaded, but the linker's lookup does not ask.
   */
  public static Optional<Long> threadFunction(String name) {
    return symbol(name).or(() -> inThreadLibrary(name));
  }

  private static Optional<Long> inThreadLibrary(String name) {
    try {
      return SymbolLookup.libraryLookup("libpthread.so.0", Arena.global())
          .find(name)
          .map(MemorySegment::address);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // there is no such library, as with musl
    }
  }

  /** A number of 32 bits that libc has as a variable. */
  public static Optional<Integer> variable32(String name) {
    return symbol(name).map(a -> Words.get32(a));
  }

  /** A pointer's worth that libc has as a variable. */
  public static Optional<Long> variable64(String name) {
    return symbol(name).map(a -> Words.get(a));
  }

  /** What gnu_get_libc_version returns, where there is such a function. */
  public static Optional<String> glibcVersion() {
    return symbol("gnu_get_libc_version")
        .map(f -> MemorySegment.ofAddress(call(function(f, 0))).reinterpret(64).getString(0));
  }

  /** A function that may take time: the JVM can stop the world meanwhile. */
  public static MethodHandle function(long address, int arguments) {
    return LINKER.downcallHandle(MemorySegment.ofAddress(address), descriptor(arguments));
  }

  /**
   * A function of a few nanoseconds: the thread stays in Java, which saves the two transitions and
   * delays a safepoint by as long as the function takes.
   */
  public static MethodHandle critical(long address, int arguments) {
    return LINKER.downcallHandle(
        MemorySegment.ofAddress(address), descriptor(arguments), Linker.Option.critical(false));
  }

  /** The same for a function whose arguments from {@code first} to the last are heap arrays. */
  public static MethodHandle criticalWithArray(long address, int arguments, int array) {
    MemoryLayout[] all = new MemoryLayout[arguments];
    Arrays.fill(all, JAVA_LONG);
    all[array] = ValueLayout.ADDRESS;
    return LINKER.downcallHandle(
        MemorySegment.ofAddress(address),
        FunctionDescriptor.of(JAVA_LONG, all),
        Linker.Option.critical(true));
  }

  private static FunctionDescriptor descriptor(int arguments) {
    MemoryLayout[] all = new MemoryLayout[arguments];
    Arrays.fill(all, JAVA_LONG);
    return FunctionDescriptor.of(JAVA_LONG, all);
  }

  /** Calls with any number of arguments, slowly. */
  public static long call(MethodHandle function, Object... arguments) {
    try {
      return (long) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Machine code throws nothing. */
  public static Error unexpected(Throwable e) {
    return switch (e) {
      case Error error -> error;
      case RuntimeException exception -> throw exception;
      default -> new AssertionError(e);
    };
  }

  /**
   * A file of the kernel's, which says its size only when it is read; empty when it is not there.
   */
  static Optional<String> kernelFile(String path) {
    try {
      return Optional.of(java.nio.file.Files.readString(java.nio.file.Path.of(path)).strip());
    } catch (java.io.IOException e) {
      return Optional.empty();
    }
  }

  /** Memory that is never freed. */
  static long immortal(long size) {
    return Arena.global().allocate(size, 64).address();
  }
}
