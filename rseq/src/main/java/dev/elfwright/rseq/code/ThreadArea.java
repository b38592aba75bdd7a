package dev.elfwright.rseq.code;

/** Where a thread's {@code struct rseq} is, the memory that it shares with the kernel. */
public sealed interface ThreadArea {
  /**
   * At a fixed distance from the thread pointer: what libc has registered.
   *
   * @param offset {@code __rseq_offset}
   */
  record AtThreadPointer(long offset) implements ThreadArea {}

  /**
   * Where a thread-specific key points: what this library has registered. Reading it calls libc, so
   * that happens before the section. x86-64 only.
   *
   * @param getter the address of pthread_getspecific
   * @param key the key, as pthread_key_create has given it
   */
  record ByKey(long getter, int key) implements ThreadArea {}
}
