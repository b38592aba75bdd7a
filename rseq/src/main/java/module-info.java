/** Per-CPU data for Java programs, on the kernel's restartable sequences. */
module dev.elfwright.rseq {
  requires static org.jspecify;

  exports dev.elfwright.rseq;
}
