package dev.elfwright.link.fuse;

import dev.elfwright.elf.Segment;
import java.util.List;
import java.util.Optional;

/**
 * The merged block of thread-local storage. x86-64 is variant II (psABI, "Thread-Local Storage"):
 * the program's block ends at the thread pointer and its code holds distances from there, so the
 * program's block stays last.
 *
 * @param size bytes, a multiple of the alignment, so that the block ends at the thread pointer
 * @param alignment bytes
 */
record TlsBlock(long size, long alignment) {
  /** Every thread gets as much; a stack is 8 MiB by default. */
  private static final long LARGEST = 64 << 20;

  static Optional<TlsBlock> merge(List<Part> parts) throws FuseRefusal {
    if (parts.stream().allMatch(p -> p.tls().isEmpty())) {
      return Optional.empty();
    }
    long end = 0;
    long most = 1;
    for (Part p : parts.subList(1, parts.size())) {
      if (p.tls().isPresent()) {
        Segment s = checked(p, p.tls().get());
        long align = Math.max(1, s.alignment());
        end = ImageLayout.roundUp(end, align);
        p.setTlsOffset(end);
        end += s.memorySize();
        most = Math.max(most, align);
      }
    }
    Part program = parts.getFirst();
    long own = 0;
    if (program.tls().isPresent()) {
      Segment s = checked(program, program.tls().get());
      long align = Math.max(1, s.alignment());
      own = ImageLayout.roundUp(s.memorySize(), align);
      most = Math.max(most, align);
    }
    long size = ImageLayout.roundUp(end + own, most);
    if (size > LARGEST) {
      throw new FuseRefusal(
          "%s: with its libraries it has 0x%x bytes of thread-local storage"
              .formatted(program.object().path(), size));
    }
    program.setTlsOffset(size - own);
    return Optional.of(new TlsBlock(size, most));
  }

  private static Segment checked(Part p, Segment s) throws FuseRefusal {
    long align = Math.max(1, s.alignment());
    if (Long.bitCount(align) != 1
        || align > 1 << 16
        || s.address() % align != 0
        || s.memorySize() < s.fileSize()
        || s.fileSize() < 0
        || s.memorySize() > 1 << 28) {
      throw new FuseRefusal(
          p.object().path() + ": its thread-local storage is too large or not aligned");
    }
    return s;
  }

  /** The distance from the thread pointer of an offset into a part's own block; negative. */
  long fromThreadPointer(Part part, long offset) {
    return part.tlsOffset() + offset - size;
  }
}
