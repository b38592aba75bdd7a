package dev.elfwright.tls;

/**
 * How a release of glibc reckons the bytes of the block that it keeps for what comes after the
 * start (elf/dl-tls.c, _dl_tls_static_surplus_init; csu/libc-tls.c).
 */
enum Surplus {
  /** Before 2.32: a fixed number of bytes. */
  FIXED(0, 0) {
    @Override
    long bytes(ProcessKind kind, int namespaces, long optional) {
      return kind == ProcessKind.STATICALLY_LINKED ? 2048 : 1664;
    }
  },

  /**
   * By the tunables as distributions took them into releases before 2.32 (Debian 11's 2.31): more
   * for libc, nothing for what used to fit.
   */
  FIRST_TUNABLES(192, 0),

  /** By the tunables, since 2.32. */
  TUNABLES(144, 144);

  private static final long FOR_OTHERS = 144;

  private final long forLibc;
  private final long legacy;

  Surplus(long forLibc, long legacy) {
    this.forLibc = forLibc;
    this.legacy = legacy;
  }

  /**
   * The bytes in a process.
   *
   * @param namespaces for how many, audit modules included; a statically linked program has one
   * @param optional what {@code glibc.rtld.optional_static_tls} says
   */
  long bytes(ProcessKind kind, int namespaces, long optional) {
    int count = kind == ProcessKind.STATICALLY_LINKED ? 1 : namespaces;
    return (count - 1) * forLibc + count * FOR_OTHERS + optional + legacy;
  }

  /** Whether tunables change it, and bound what descriptors may take. */
  boolean hasTunables() {
    return this != FIXED;
  }
}
