package dev.elfwright.livepatch.text;

import dev.elfwright.elf.ElfFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a kernel or module, as the file has them, at the addresses that they have in
 * memory. What the kernel does to its code is done to a copy of them.
 */
final class CodeImage {
  /** A section. */
  static final class Part {
    final String name;
    final long address;
    final boolean isCode;
    private final byte[] disk;
    private final byte[] now;
    private final @Nullable Cause[] causes;

    /**
     * A section.
     *
     * @param isCode whether it is to be compared
     */
    Part(String name, long address, byte[] disk, boolean isCode) {
      this.name = name;
      this.address = address;
      this.disk = disk;
      this.now = disk.clone();
      this.isCode = isCode;
      this.causes = new Cause[isCode ? disk.length : 0];
    }

    int size() {
      return disk.length;
    }

    byte disk(int at) {
      return disk[at];
    }

    byte expected(int at) {
      return now[at];
    }

    @Nullable Cause cause(int at) {
      return causes[at];
    }
  }

  /** A table of entries. */
  record Table(long address, long size) {
    long end() {
      return address + size;
    }
  }

  private final String file;
  private final TreeMap<Long, Part> parts =
      new TreeMap<>(Comparator.comparing(a -> a ^ Long.MIN_VALUE));

  CodeImage(String file) {
    this.file = file;
  }

  void add(Part part) {
    if (part.size() > 0) {
      parts.put(part.address, part);
    }
  }

  /** Those that are compared. */
  List<Part> code() {
    List<Part> code = new ArrayList<>(parts.values());
    code.removeIf(p -> !p.isCode);
    return code;
  }

  private @Nullable Part part(long address, long size) {
    Map.Entry<Long, Part> entry = parts.floorEntry(address);
    return entry != null
            && size >= 0
            && Long.compareUnsigned(address - entry.getKey(), entry.getValue().size()) < 0
            && size <= entry.getValue().size() - (address - entry.getKey())
        ? entry.getValue()
        : null;
  }

  boolean has(long address, long size) {
    return part(address, size) != null;
  }

  private Part require(long address, long size) {
    Part part = part(address, size);
    if (part == null) {
      throw malformed("0x%x bytes at 0x%x are in no section".formatted(size, address));
    }
    return part;
  }

  ElfFormatException malformed(String message) {
    return new ElfFormatException(file, ElfFormatException.NO_OFFSET, "code", message);
  }

  /** The table that a section is; empty when there is none. */
  Optional<Table> section(String name) {
    return parts.values().stream()
        .filter(p -> p.name.equals(name))
        .map(p -> new Table(p.address, p.size()))
        .findFirst();
  }

  private ByteBuffer in(long address, int size) {
    Part part = require(address, size);
    return ByteBuffer.wrap(part.now, (int) (address - part.address), size)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  int u8(long address) {
    return in(address, 1).get() & 0xff;
  }

  int u16(long address) {
    return in(address, 2).getShort() & 0xffff;
  }

  int i32(long address) {
    return in(address, 4).getInt();
  }

  long i64(long address) {
    return in(address, 8).getLong();
  }

  /** What the field of four bytes at an address, which counts from itself, leads to. */
  long relative(long address) {
    return address + i32(address);
  }

  byte[] bytes(long address, int size) {
    byte[] bytes = new byte[size];
    in(address, size).get(bytes);
    return bytes;
  }

  void write(Cause cause, long address, byte[] bytes) {
    Part part = require(address, bytes.length);
    int at = (int) (address - part.address);
    for (int i = 0; i < bytes.length; i++) {
      if (part.now[at + i] != bytes[i]) {
        part.now[at + i] = bytes[i];
        if (part.isCode) {
          part.causes[at + i] = cause;
        }
      }
    }
  }

  void write32(Cause cause, long address, int value) {
    write(cause, address, little(4).putInt(value).array());
  }

  void write64(Cause cause, long address, long value) {
    write(cause, address, little(8).putLong(value).array());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
