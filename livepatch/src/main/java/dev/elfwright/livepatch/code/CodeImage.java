package dev.elfwright.livepatch.code;

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
 * memory. What is done to code there is done to a copy of them.
 */
public final class CodeImage {
  /** Who fills in addresses, among those who write. */
  static final int LINKER = 0;

  /** A section. */
  public static final class Part {
    public final String name;
    public final long address;
    final boolean isCode;
    private final byte[] disk;
    private final byte[] now;
    private final byte[] writers;

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
      this.writers = new byte[isCode ? disk.length : 0];
    }

    /** Its size in bytes. */
    public int size() {
      return disk.length;
    }

    /** A byte as the file has it. */
    public byte disk(int at) {
      return disk[at];
    }

    /** A byte as it is now. */
    public byte expected(int at) {
      return now[at];
    }

    /** Four bytes as they are now, as a number with sign. */
    public int expected32(int at) {
      return now[at] & 0xff
          | (now[at + 1] & 0xff) << 8
          | (now[at + 2] & 0xff) << 16
          | now[at + 3] << 24;
    }

    /** Who wrote a byte last, by the number that was given. */
    public int writer(int at) {
      return writers[at];
    }
  }

  /** A table of entries. */
  public record Table(long address, long size) {
    /** The address behind it. */
    public long end() {
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

  /** Takes in the sections of another object, which have other addresses. */
  public void addAll(CodeImage other) {
    parts.putAll(other.parts);
  }

  /** Code that stays in memory. */
  public List<Part> code() {
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

  /** Whether so many bytes at an address are in one section. */
  public boolean has(long address, long size) {
    return part(address, size) != null;
  }

  private Part require(long address, long size) {
    Part part = part(address, size);
    if (part == null) {
      throw malformed("0x%x bytes at 0x%x are in no section".formatted(size, address));
    }
    return part;
  }

  /** What to throw when the code is not as it has to be. */
  public ElfFormatException malformed(String message) {
    return new ElfFormatException(file, ElfFormatException.NO_OFFSET, "code", message);
  }

  /** The table that a section is; empty when there is none. */
  public Optional<Table> section(String name) {
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

  /** A byte, without its sign. */
  public int u8(long address) {
    return in(address, 1).get() & 0xff;
  }

  /** Two bytes, without their sign. */
  public int u16(long address) {
    return in(address, 2).getShort() & 0xffff;
  }

  /** Four bytes. */
  public int i32(long address) {
    return in(address, 4).getInt();
  }

  /** Eight bytes. */
  public long i64(long address) {
    return in(address, 8).getLong();
  }

  /** What the field of four bytes at an address, which counts from itself, leads to. */
  public long relative(long address) {
    return address + i32(address);
  }

  /** As many bytes as there are, but no more than some; none where there is no section. */
  public byte[] bytesUpTo(long address, int most) {
    Part part = part(address, 1);
    return part == null
        ? new byte[0]
        : bytes(address, (int) Math.min(most, part.size() - (address - part.address)));
  }

  /** Bytes as they are now. */
  public byte[] bytes(long address, int size) {
    byte[] bytes = new byte[size];
    in(address, size).get(bytes);
    return bytes;
  }

  /**
   * Writes.
   *
   * @param writer a number that says who
   */
  public void write(int writer, long address, byte[] bytes) {
    Part part = require(address, bytes.length);
    int at = (int) (address - part.address);
    for (int i = 0; i < bytes.length; i++) {
      if (part.now[at + i] != bytes[i]) {
        part.now[at + i] = bytes[i];
        if (part.isCode) {
          part.writers[at + i] = (byte) writer;
        }
      }
    }
  }

  void write32(long address, int value) {
    write(LINKER, address, little(4).putInt(value).array());
  }

  void write64(long address, long value) {
    write(LINKER, address, little(8).putLong(value).array());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
