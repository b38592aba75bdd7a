package dev.elfwright.tls;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import java.util.Optional;

/**
 * What one object has for each thread: its PT_TLS segment as the loader takes it (glibc
 * elf/dl-load.c). Of several the last counts; one without memory counts for nothing.
 *
 * @param size p_memsz, bytes for each thread, at least 1
 * @param initialized p_filesz, how many of them have a value in the file
 * @param alignment p_align in bytes, a power of two
 * @param firstByte p_vaddr modulo the alignment: where the first byte has to stand
 */
public record TlsSegment(long size, long initialized, long alignment, long firstByte) {
  /** More than any address space has; sums of two stay far from the end of a long. */
  private static final long MOST = 1L << 56;

  /**
   * The segment of a file; empty when it has no thread-local storage.
   *
   * @throws ElfFormatException when the alignment is no power of two, or a size cannot be
   */
  public static Optional<TlsSegment> of(ElfModel model) {
    return model
        .segments(SegmentType.TLS)
        .filter(s -> s.memorySize() != 0)
        .reduce((_, last) -> last)
        .map(s -> checked(model, s));
  }

  private static TlsSegment checked(ElfModel model, Segment s) {
    long at = model.header().segmentOffset();
    // With p_align 0 glibc divides by zero once the segment needs a place in the static block.
    if (Long.bitCount(s.alignment()) != 1 || s.alignment() < 0 || s.alignment() > MOST) {
      throw new ElfFormatException(
          model.file(),
          at,
          "PT_TLS",
          "p_align 0x%x is no power of two that an address can have".formatted(s.alignment()));
    }
    if (s.memorySize() < 0 || s.memorySize() > MOST) {
      throw new ElfFormatException(
          model.file(),
          at,
          "PT_TLS",
          "p_memsz 0x%x is more than an address space has".formatted(s.memorySize()));
    }
    if (s.fileSize() < 0 || s.fileSize() > s.memorySize()) {
      throw new ElfFormatException(
          model.file(),
          at,
          "PT_TLS",
          "p_filesz 0x%x is more than p_memsz 0x%x".formatted(s.fileSize(), s.memorySize()));
    }
    return new TlsSegment(
        s.memorySize(), s.fileSize(), s.alignment(), s.address() & (s.alignment() - 1));
  }
}
