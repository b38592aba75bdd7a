package dev.elfwright.link.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What {@code /proc} tells about a stopped process.
 *
 * @param pid the process
 */
record ProcessImage(int pid) {
  private static final long AT_BASE = 7;
  private static final long AT_ENTRY = 9;

  /** The file that is running, as the kernel names it. */
  Path program() {
    try {
      return Files.readSymbolicLink(proc("exe"));
    } catch (IOException e) {
      throw new MeasureException(proc("exe") + ": " + e.getMessage());
    }
  }

  /** Where the program's first instruction is. */
  long entry() {
    return auxiliary(AT_ENTRY).orElse(0);
  }

  /** Where the loader is mapped, empty for a static program. */
  OptionalLong loaderBase() {
    OptionalLong base = auxiliary(AT_BASE);
    return base.orElse(0) == 0 ? OptionalLong.empty() : base;
  }

  /** Looks an entry of the auxiliary vector up: pairs of words, in the order of this machine. */
  private OptionalLong auxiliary(long type) {
    ByteBuffer vector = ByteBuffer.wrap(read("auxv")).order(ByteOrder.nativeOrder());
    while (vector.remaining() >= 16) {
      long found = vector.getLong();
      long value = vector.getLong();
      if (found == type) {
        return OptionalLong.of(value);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * A file that is mapped from its start on.
   *
   * @param path the file
   * @param start the address of its first byte
   */
  record Mapping(Path path, long start) {}

  /** The first mapping of a file's start, chosen by how the file's name begins. */
  Optional<Mapping> mapping(String namePrefix) {
    return mappings()
        .filter(m -> m.path().getFileName().toString().startsWith(namePrefix))
        .findFirst();
  }

  /** The file whose start is mapped at an address. */
  Optional<Mapping> mappingAt(long address) {
    return mappings().filter(m -> m.start() == address).findFirst();
  }

  /** Lines are: range, permissions, offset, device, inode, path (proc(5)). */
  private Stream<Mapping> mappings() {
    return new String(read("maps"), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" +", 6))
        .filter(f -> f.length == 6 && f[2].matches("0+") && f[5].startsWith("/"))
        .map(f -> new Mapping(Path.of(f[5]), start(f[0])));
  }

  private static long start(String range) {
    return Long.parseUnsignedLong(range.substring(0, range.indexOf('-')), 16);
  }

  /** Memory in use, read while the process is stopped. */
  MemoryUse memory() {
    return MemoryUse.parse(new String(read("smaps_rollup"), StandardCharsets.UTF_8));
  }

  private byte[] read(String name) {
    try {
      return Files.readAllBytes(proc(name));
    } catch (IOException e) {
      throw new MeasureException(proc(name) + ": " + e.getMessage());
    }
  }

  private Path proc(String name) {
    return Path.of("/proc", Integer.toString(pid), name);
  }
}
