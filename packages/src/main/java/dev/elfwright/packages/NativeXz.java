package dev.elfwright.packages;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The .xz format expanded by liblzma, where the system has it; dpkg needs it, so Debian's do. With
 * all else that reading packages takes, it needs 0.7 times the processor time of the decoder in
 * Java.
 *
 * <p>Layout of {@code lzma_stream} in 64-bit programs (liblzma, lzma/base.h): next_in 0, avail_in
 * 8, total_in 16, next_out 24, avail_out 32, 136 bytes in all.
 */
final class NativeXz extends InputStream {
  private static final int STREAM_SIZE = 136;
  private static final int NEXT_IN = 0;
  private static final int AVAIL_IN = 8;
  private static final int NEXT_OUT = 24;
  private static final int AVAIL_OUT = 32;

  private static final int CONCATENATED = 8;
  private static final int RUN = 0;
  private static final int FINISH = 3;
  private static final int OK = 0;
  private static final int STREAM_END = 1;
  private static final int BUFFER = 1 << 16;

  private static final AddressLayout POINTER = ADDRESS;

  /** The functions, looked for once. */
  private record Functions(MethodHandle decoder, MethodHandle code, MethodHandle end) {
    static final Optional<Functions> FOUND = find();

    private static Optional<Functions> find() {
      try {
        SymbolLookup lzma = SymbolLookup.libraryLookup("liblzma.so.5", Arena.global());
        Linker linker = Linker.nativeLinker();
        return Optional.of(
            new Functions(
                linker.downcallHandle(
                    lzma.findOrThrow("lzma_stream_decoder"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)),
                linker.downcallHandle(
                    lzma.findOrThrow("lzma_code"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)),
                linker.downcallHandle(
                    lzma.findOrThrow("lzma_end"), FunctionDescriptor.ofVoid(ADDRESS))));
      } catch (IllegalArgumentException | NoSuchElementException e) {
        return Optional.empty(); // there is no such library, or another one
      }
    }
  }

  private final Functions functions;
  private final InputStream in;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment stream = arena.allocate(STREAM_SIZE, 8);
  private final MemorySegment input = arena.allocate(BUFFER);
  private final MemorySegment output = arena.allocate(BUFFER);
  private final byte[] buffer = new byte[BUFFER];
  private int ready;
  private int given;
  private boolean inputEnded;
  private boolean ended;

  private NativeXz(Functions functions, InputStream in, long memory, int flags) throws IOException {
    this.functions = functions;
    this.in = in;
    stream.fill((byte) 0);
    int status = call(() -> (int) functions.decoder().invokeExact(stream, memory, flags));
    if (status != OK) {
      close();
      throw new IOException(message(status));
    }
  }

  /**
   * A stream that expands one, and does not look at what follows it.
   *
   * @param memory bytes that the decoder may take
   * @return null where the system has no liblzma
   */
  static @Nullable InputStream first(InputStream in, long memory) throws IOException {
    return open(in, memory, 0);
  }

  /** The same for all that follow each other. */
  static @Nullable InputStream all(InputStream in, long memory) throws IOException {
    return open(in, memory, CONCATENATED);
  }

  private static @Nullable InputStream open(InputStream in, long memory, int flags)
      throws IOException {
    if (POINTER.byteSize() != 8 || Functions.FOUND.isEmpty()) {
      return null;
    }
    return new NativeXz(Functions.FOUND.get(), in, memory, flags);
  }

  private interface Call<T> {
    T run() throws Throwable;
  }

  @SuppressWarnings("ThrowSpecificity")
  private static <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // no function of C throws
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (given == ready) {
      if (ended) {
        return -1;
      }
      expand();
    }
    int count = Math.min(length, ready - given);
    MemorySegment.copy(output, JAVA_BYTE, given, to, from, count);
    given += count;
    return count;
  }

  private void expand() throws IOException {
    if (stream.get(JAVA_LONG, AVAIL_IN) == 0 && !inputEnded) {
      int got = in.read(buffer, 0, BUFFER);
      inputEnded = got < 0;
      if (got > 0) {
        MemorySegment.copy(buffer, 0, input, JAVA_BYTE, 0, got);
        stream.set(ADDRESS, NEXT_IN, input);
        stream.set(JAVA_LONG, AVAIL_IN, got);
      }
    }
    stream.set(ADDRESS, NEXT_OUT, output);
    stream.set(JAVA_LONG, AVAIL_OUT, BUFFER);
    int action = inputEnded ? FINISH : RUN;
    int status = call(() -> (int) functions.code().invokeExact(stream, action));
    given = 0;
    ready = BUFFER - (int) stream.get(JAVA_LONG, AVAIL_OUT);
    if (status == STREAM_END) {
      ended = true;
    } else if (status != OK) {
      if (inputEnded && status == 10) {
        throw new EOFException("the compressed data ends early");
      }
      throw new IOException(message(status));
    }
  }

  /** The values of lzma_ret. */
  private static String message(int status) {
    return switch (status) {
      case 5 -> "no memory for the decoder";
      case 6 -> "the decoder needs more memory than is allowed";
      case 7 -> "is no xz data";
      case 8 -> "xz data of an unknown kind";
      case 9 -> "the compressed data is corrupt";
      case 10 -> "the compressed data makes no progress";
      default -> "liblzma says " + status;
    };
  }

  @Override
  public void close() throws IOException {
    if (arena.scope().isAlive()) {
      call(() -> {
        functions.end().invokeExact(stream);
        return true;
      });
      arena.close();
    }
    ended = true;
    given = ready;
    in.close();
  }
}
