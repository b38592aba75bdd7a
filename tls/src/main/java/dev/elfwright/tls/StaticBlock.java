package dev.elfwright.tls;

import java.util.Optional;

/**
 * The static TLS block of a process at one moment. All counts are bytes from the thread control
 * block's side.
 *
 * @param area what the machine has at the thread pointer
 * @param size GLRO(dl_tls_static_size), without the control block where that lies behind it
 * @param used GL(dl_tls_static_used)
 * @param optional GL(dl_tls_static_optional): how much descriptors may still take
 * @param alignment GLRO(dl_tls_static_align)
 */
record StaticBlock(ThreadArea area, long size, long used, long optional, long alignment) {
  /** Before glibc 2.32 descriptors took whatever was free. */
  static final long UNBOUNDED = Long.MAX_VALUE / 2;

  long free() {
    return size - used;
  }

  /** Why a segment cannot have a piece, or empty. */
  Optional<Rule> objection(TlsSegment s) {
    if (s.alignment() > alignment) {
      return Optional.of(Rule.ALIGNMENT);
    }
    boolean room =
        switch (area.variant()) {
          case BELOW_THREAD_POINTER -> s.size() + s.firstByte() <= free();
          case ABOVE_THREAD_POINTER -> area.variant().take(this, s).end() <= size;
        };
    return room ? Optional.empty() : Optional.of(Rule.SURPLUS);
  }

  /** How much of the block a segment would take, what alignment costs included. */
  long cost(TlsSegment s) {
    return area.variant().take(this, s).end() - used;
  }

  StaticBlock with(Variant.Piece piece) {
    return new StaticBlock(area, size, piece.end(), optional, alignment);
  }

  StaticBlock withUsed(long bytes) {
    return new StaticBlock(area, size, bytes, optional, alignment);
  }

  StaticBlock withOptional(long bytes) {
    return new StaticBlock(area, size, used, bytes, alignment);
  }
}
