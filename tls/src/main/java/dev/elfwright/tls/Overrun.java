package dev.elfwright.tls;

import java.nio.file.Path;

/**
 * A dlopen that succeeds and writes outside of the block. The start-up code of a statically linked
 * program rounds the size of its own segment up to the segment's alignment when it notes how much
 * of the block there is, but not when it allocates it (glibc csu/libc-tls.c, __libc_setup_tls,
 * before 2.43): up to 63 bytes, or one less than the alignment, are handed out that lie before the
 * block. What was there is overwritten, or, as the block begins with the heap, the process ends
 * with SIGSEGV.
 *
 * @param library whose segment begins before the block
 * @param bytes of the segment that lie before it, at least 1
 */
public record Overrun(Path library, long bytes) {
  /** The name by which reports and documentation call it. */
  public static final String RULE = "TLS-BLOCK-OVERRUN";

  /** One sentence for people. */
  public String describe() {
    return "%s: glibc puts %d bytes of its thread-local storage before the block, which ends the process or overwrites what is there"
        .formatted(library, bytes);
  }
}
