package dev.elfwright.rseq.code;

import java.util.Map;

/**
 * All routines for one machine, at one address.
 *
 * <p>First the code, then the descriptors, {@code struct rseq_cs} of include/uapi/linux/rseq.h, 32
 * bytes each:
 *
 * <pre>
 *  0  4  version, 0
 *  4  4  flags, 0
 *  8  8  address of the first instruction of the section
 * 16  8  bytes from there to behind the commit
 * 24  8  address of the abort handler
 * </pre>
 *
 * @param bytes code and descriptors
 * @param entries where each routine begins, in bytes from the first
 * @param table where the first descriptor begins
 */
public record CodeImage(byte[] bytes, Map<Routine, Integer> entries, int table) {
  /** The size of a descriptor, and its alignment. */
  public static final int DESCRIPTOR = 32;
}
