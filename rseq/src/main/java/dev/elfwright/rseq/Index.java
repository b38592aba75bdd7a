package dev.elfwright.rseq;

import dev.elfwright.rseq.percpu.Setup;

/** The number by which a thread finds its part of a structure. */
public enum Index {
  /** The number of the CPU that the thread runs on. */
  CPU,

  /**
   * The number that the kernel gives to each thread of this process that runs, as low as it can: a
   * process with two busy threads on a machine with 256 CPUs mostly uses two parts. From Linux 6.3;
   * before that, {@link #CPU} is taken.
   */
  CONCURRENCY_ID;

  int field() {
    return this == CONCURRENCY_ID && Setup.get().hasField(Setup.MM_CID)
        ? Setup.MM_CID
        : Setup.CPU_ID;
  }
}
