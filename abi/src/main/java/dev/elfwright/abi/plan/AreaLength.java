package dev.elfwright.abi.plan;

/**
 * Which lengths of an area the kernel takes that grew from a first size by negotiation: the first
 * size for ever, and every length that reaches over what it announces (kernel/rseq.c, sys_rseq).
 *
 * @param first sizeof of the first version, in bytes
 * @param announced AT_RSEQ_FEATURE_SIZE, in bytes
 */
public record AreaLength(long first, long announced) {
  /** Whether a length can be registered. */
  public boolean takes(long length) {
    return length == first || length >= Math.max(first, announced);
  }
}
