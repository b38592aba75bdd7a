package dev.elfwright.link.measure;

/**
 * One timed run, from just before {@code posix_spawn} to the return of {@code wait4}.
 *
 * @param wallNanos elapsed time
 * @param userNanos processor time in the program
 * @param systemNanos processor time in the kernel on its behalf
 * @param minorFaults page faults served without reading from a disk
 * @param majorFaults page faults that had to wait for a disk
 * @param status how it ended
 */
public record Run(
    long wallNanos,
    long userNanos,
    long systemNanos,
    long minorFaults,
    long majorFaults,
    ExitStatus status) {

  /** All page faults. */
  public long faults() {
    return minorFaults + majorFaults;
  }
}
