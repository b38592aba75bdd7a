package dev.elfwright.link.fuse;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.SectionType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The call frames of all parts in one .eh_frame (LSB Core, "Exception Frames"), because debuggers
 * read just one such section of a file. Each part's table moves as a whole, so that distances
 * within it stay; the distances that lead out of it, to functions, to their exception tables and to
 * personality routines, grow by as much as the table moved.
 */
final class CallFrames {
  private static final int PC_RELATIVE = 0x10;
  private static final int INDIRECT = 0x80;
  private static final int OMITTED = 0xff;
  private static final int X86_64_UNWIND = 0x70000001;

  /** One part's table: link-time addresses of where it was and where it is. */
  record Moved(long from, long size, long to) {
    private static final Moved NOT = new Moved(0, 0, 0);

    /** Where an entry of the part is now. */
    long entry(long address) {
      return address - from >= 0 && address - from < size ? address - from + to : address;
    }
  }

  private final ByteTable bytes;
  private final Map<Part, Moved> moves = new HashMap<>();

  private CallFrames(long address) {
    bytes = new ByteTable(address, 1 << 20);
  }

  static CallFrames merge(List<Part> parts, long address) {
    CallFrames all = new CallFrames(address);
    for (Part p : parts) {
      all.section(p).ifPresent(s -> all.add(p, s));
    }
    all.bytes.put32(0);
    return all;
  }

  private Optional<Section> section(Part p) {
    return p.model().sections().stream()
        .filter(
            s -> s.header().type() == SectionType.PROGBITS || s.header().type() == X86_64_UNWIND)
        .filter(s -> s.name().equals(".eh_frame"))
        .findFirst();
  }

  private void add(Part p, Section s) {
    bytes.align(8);
    long from = s.header().address() + p.bias();
    MemorySegment table = s.bytes();
    byte[] copy = table.toArray(ValueLayout.JAVA_BYTE);
    Optional<Integer> used = new Table(copy, from - bytes.here()).move();
    if (used.isPresent()) {
      moves.put(p, new Moved(from, used.get(), bytes.here()));
      bytes.put(java.util.Arrays.copyOf(copy, used.get()));
    }
  }

  Moved of(Part part) {
    return moves.getOrDefault(part, Moved.NOT);
  }

  long address() {
    return bytes.address();
  }

  byte[] toArray() {
    return bytes.toArray();
  }

  /** One part's entries: what a CIE says of the pointers in its FDEs. */
  private static final class Table {
    private record Encodings(int function, int exceptions, boolean augmented) {}

    private final ByteBuffer in;
    private final long move;
    private final Map<Integer, Encodings> commons = new HashMap<>();

    Table(byte[] bytes, long move) {
      this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      this.move = move;
    }

    /** Adds to all outward distances; the bytes used, or empty where something is not known. */
    Optional<Integer> move() {
      try {
        int at = 0;
        while (at + 4 <= in.capacity() && in.getInt(at) != 0) {
          int length = in.getInt(at);
          int end = Math.addExact(at + 4, length);
          if (length < 4 || end > in.capacity()) {
            return Optional.empty();
          }
          int id = in.getInt(at + 4);
          if (!(id == 0 ? common(at) : function(at, at + 4 - id))) {
            return Optional.empty();
          }
          at = end;
        }
        return Optional.of(at);
      } catch (IndexOutOfBoundsException
          | java.nio.BufferUnderflowException
          | ArithmeticException e) {
        return Optional.empty();
      }
    }

    private boolean common(int at) {
      in.position(at + 9);
      StringBuilder augmentation = new StringBuilder();
      for (byte b = in.get(); b != 0; b = in.get()) {
        augmentation.append((char) b);
      }
      leb();
      leb();
      leb();
      int function = 0;
      int exceptions = OMITTED;
      String text = augmentation.toString();
      if (!text.isEmpty() && text.charAt(0) != 'z') {
        return false;
      }
      if (!text.isEmpty()) {
        leb();
      }
      for (int i = 1; i < text.length(); i++) {
        switch (text.charAt(i)) {
          case 'R' -> function = in.get() & 0xff;
          case 'L' -> exceptions = in.get() & 0xff;
          case 'P' -> {
            if (!pointer(in.get() & 0xff)) {
              return false;
            }
          }
          case 'S', 'B' -> {}
          default -> {
            return false;
          }
        }
      }
      commons.put(at, new Encodings(function, exceptions, !text.isEmpty()));
      return true;
    }

    private boolean function(int at, int commonAt) {
      Encodings e = commons.get(commonAt);
      if (e == null) {
        return false;
      }
      in.position(at + 8);
      if (!pointer(e.function())) {
        return false;
      }
      in.position(in.position() + size(e.function()));
      if (!e.augmented()) {
        return true;
      }
      long more = leb();
      return more == 0 || e.exceptions() == OMITTED || exceptions(e.exceptions());
    }

    /** A distance of 0 means that there is no table. */
    private boolean exceptions(int encoding) {
      int at = in.position();
      long value = size(encoding) == 4 ? in.getInt(at) : in.getLong(at);
      return value == 0 || pointer(encoding);
    }

    private static int size(int encoding) {
      return switch (encoding & 0xf) {
        case 0x3, 0xb -> 4;
        case 0x0, 0x4, 0xc -> 8;
        default -> throw new IndexOutOfBoundsException("encoding " + encoding);
      };
    }

    /** Moves the pointer at the position, and steps over it. */
    private boolean pointer(int encoding) {
      int at = in.position();
      int size = size(encoding);
      switch (encoding & 0x70) {
        case PC_RELATIVE -> {
          if (size == 4) {
            in.putInt(at, Math.toIntExact(in.getInt(at) + move));
          } else {
            in.putLong(at, in.getLong(at) + move);
          }
        }
        case 0 -> {
          // An address: of a program at its own place, else relocated where it stood.
          if ((encoding & INDIRECT) != 0) {
            return false;
          }
        }
        default -> {
          return false;
        }
      }
      in.position(at + size);
      return true;
    }

    private long leb() {
      long value = 0;
      int shift = 0;
      byte b;
      do {
        b = in.get();
        value |= (long) (b & 0x7f) << shift;
        shift += 7;
      } while (b < 0 && shift < 63);
      return value;
    }
  }
}
