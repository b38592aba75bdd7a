package dev.elfwright.livepatch.text;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SegmentType;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The memory of a kernel by the kernel's own addresses: an ELF core file whose segments of type
 * PT_LOAD have them in {@code p_vaddr}. Such are {@code /proc/kcore}, which is the running kernel's
 * memory itself, and what QEMU writes for {@code dump-guest-memory -p}, with a segment a stretch of
 * pages, tens of thousands of them.
 *
 * <p>The file is read where it is asked about: {@code /proc/kcore} seems to have 128 TiB.
 */
public final class MemoryPicture implements Closeable {
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int SECTION_HEADER = 64;

  /** {@code e_phnum} when the number stands in {@code sh_info} of section 0: PN_XNUM. */
  private static final int COUNT_ELSEWHERE = 0xffff;

  /** A terabyte in pages apart from each other has fewer stretches. */
  private static final long MOST_SEGMENTS = 4L << 20;

  /** No name in the kernel's memory is longer, in bytes. */
  private static final int LONGEST_STRING = 256;

  private record Stretch(long address, long size, long offset) {}

  private final String file;
  private final FileChannel channel;
  private final NavigableMap<Long, Stretch> stretches =
      new TreeMap<>(Comparator.comparing(a -> a ^ Long.MIN_VALUE));

  private MemoryPicture(String file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a core file.
   *
   * @throws ElfFormatException when it is none, or has no addresses of a kernel
   */
  public static MemoryPicture open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    MemoryPicture picture = new MemoryPicture(file.toString(), channel);
    try {
      picture.readHeaders();
      return picture;
    } catch (ElfFormatException | IOException e) {
      channel.close();
      throw e;
    }
  }

  private ElfBytes part(long offset, long size, String structure) throws IOException {
    if (offset < 0 || size > channel.size() - offset) {
      throw malformed(offset, structure, "0x%x bytes end outside of the file".formatted(size));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    while (bytes.hasRemaining()) {
      int n = channel.read(bytes, offset + bytes.position());
      if (n < 0) {
        throw malformed(offset, structure, "0x%x bytes end outside of the file".formatted(size));
      }
    }
    return new ElfBytes(file, MemorySegment.ofArray(bytes.array()), true, false);
  }

  private ElfFormatException malformed(long offset, String structure, String message) {
    return new ElfFormatException(file, offset, structure, message);
  }

  private void readHeaders() throws IOException {
    ElfBytes header = part(0, HEADER, "file header");
    boolean elf64 = header.i64(0) << 16 == 0x0001_0102_464c_457fL << 16;
    if (!elf64 || header.u16(16) != FileType.CORE || header.u16(18) != Machine.X86_64) {
      throw malformed(0, "memory picture", "no ELF core file of an x86-64 machine");
    }
    long at = header.i64(32);
    long count = header.u16(56);
    if (count == COUNT_ELSEWHERE) {
      count = part(header.i64(40), SECTION_HEADER, "section header 0").u32(44);
    }
    if (at < 0 || count > MOST_SEGMENTS) {
      throw malformed(32, "program headers", "0x%x of them at 0x%x".formatted(count, at));
    }
    ElfBytes table = part(at, count * PROGRAM_HEADER, "program headers");
    for (long i = 0; i < count * PROGRAM_HEADER; i += PROGRAM_HEADER) {
      add(table, i);
    }
    if (stretches.isEmpty()) {
      throw malformed(
          at,
          "memory picture",
          "no segment has an address of a kernel; QEMU's dump-guest-memory wants -p");
    }
  }

  private void add(ElfBytes table, long at) {
    long address = table.i64(at + 16);
    long size = table.i64(at + 32);
    long offset = table.i64(at + 8);
    // A kernel is in the upper half of all addresses.
    if (table.i32(at) == SegmentType.LOAD && address < 0 && size > 0) {
      if (offset < 0
          || offset + size < 0
          || Long.compareUnsigned(address + size - 1, address) < 0) {
        throw malformed(at, "program headers", "a segment leaves file or memory");
      }
      stretches.put(address, new Stretch(address, size, offset));
    }
  }

  /** The file's name. */
  public String file() {
    return file;
  }

  /** Reads into an array as much as there is, and says how many bytes that is. */
  private int readSome(long address, byte[] into) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(into);
    while (bytes.hasRemaining()) {
      long at = address + bytes.position();
      Map.Entry<Long, Stretch> entry = stretches.floorEntry(at);
      long skipped = entry == null ? 0 : at - entry.getValue().address;
      if (entry == null || Long.compareUnsigned(skipped, entry.getValue().size) >= 0) {
        break;
      }
      int n = (int) Math.min(bytes.remaining(), entry.getValue().size - skipped);
      bytes.limit(bytes.position() + n);
      int got = channel.read(bytes, entry.getValue().offset + skipped);
      bytes.limit(into.length);
      if (got < 0) {
        break;
      }
    }
    return bytes.position();
  }

  /** Whether the memory at an address begins with these bytes. */
  boolean contains(long address, byte[] wanted) throws IOException {
    byte[] there = new byte[wanted.length];
    return readSome(address, there) == there.length && Arrays.equals(there, wanted);
  }

  /**
   * Bytes of memory.
   *
   * @throws ElfFormatException when the picture lacks some of them
   */
  public byte[] bytes(long address, int size) throws IOException {
    byte[] bytes = new byte[size];
    int n = readSome(address, bytes);
    if (n < size) {
      throw malformed(
          ElfFormatException.NO_OFFSET,
          "memory picture",
          "lacks the memory at 0x%x".formatted(address + n));
    }
    return bytes;
  }

  /** Eight bytes as a number. */
  public long i64(long address) throws IOException {
    return ByteBuffer.wrap(bytes(address, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** Four bytes as a number. */
  public int i32(long address) throws IOException {
    return ByteBuffer.wrap(bytes(address, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /** A string that ends with a NUL. */
  public String string(long address) throws IOException {
    byte[] bytes = new byte[LONGEST_STRING];
    int there = readSome(address, bytes);
    for (int i = 0; i < there; i++) {
      if (bytes[i] == 0) {
        return new String(bytes, 0, i, StandardCharsets.UTF_8);
      }
    }
    throw malformed(
        ElfFormatException.NO_OFFSET, "memory picture", "no string at 0x%x".formatted(address));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
