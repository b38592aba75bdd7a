package dev.elfwright.livepatch.calls;

import java.util.List;

/**
 * What the calls of an object rely on.
 *
 * @param object {@code vmlinux} or a module
 * @param functions how many functions were looked at
 * @param calls how many direct calls there are in them, those of the tracer left out
 * @param sites the calls behind which a register is read that functions may change
 */
public record CallReport(String object, long functions, long calls, List<Site> sites) {
  /** Why a register is read. */
  public enum Reason {
    /** It is the second half of what the function returns, by its type: nothing is wrong. */
    RETURNED,
    /**
     * The function is assembly, or was compiled without the tracer's call: it may have a convention
     * of its own, and cannot be replaced.
     */
    OWN_CONVENTION,
    /** The caller relies on what this very body of the function does. */
    KEPT,
    /** Too many ways lead on from the call. */
    UNDECIDED
  }

  /**
   * A call.
   *
   * @param caller the function that it is in
   * @param offset bytes from its start
   * @param address where it is, as the kernel is linked; in a module a place made up
   * @param callee the function that is called
   * @param registers those that are read before they are written
   */
  public record Site(
      String caller,
      long offset,
      long address,
      String callee,
      List<String> registers,
      Reason reason) {
    /** Whether a replacement of the function could break the caller. */
    public boolean isFinding() {
      return reason == Reason.KEPT || reason == Reason.UNDECIDED;
    }
  }

  /** Those that speak against a replacement. */
  public List<Site> findings() {
    return sites.stream().filter(Site::isFinding).toList();
  }
}
