package dev.elfwright.machine.rseq;

/**
 * A restartable sequence as its descriptor has it, {@code struct rseq_cs}
 * (include/uapi/linux/rseq.h; 32 bytes).
 *
 * <pre>
 *  0  4  version
 *  4  4  flags
 *  8  8  start_ip
 * 16  8  post_commit_offset
 * 24  8  abort_ip
 * </pre>
 *
 * In an object file, addresses are the section's index in the upper 32 bits, and the distance from
 * its first byte.
 *
 * @param offset of the descriptor, in the file
 * @param version 0, the only one there is
 * @param flags 0; others are deprecated
 * @param start address of the first instruction
 * @param length in bytes, up to behind the commit
 * @param abort address of the abort handler
 */
public record RseqSection(
    long offset, long version, long flags, long start, long length, long abort) {
  /** The size of a descriptor in bytes. */
  public static final int SIZE = 32;
}
