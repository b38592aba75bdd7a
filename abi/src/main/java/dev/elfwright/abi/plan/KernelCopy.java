package dev.elfwright.abi.plan;

/**
 * How the kernel takes a struct whose size the caller passes (include/linux/uaccess.h,
 * copy_struct_from_user, and its callers).
 *
 * @param known sizeof in the kernel, in bytes
 * @param least the size of the first version, in bytes: less is EINVAL
 */
public record KernelCopy(long known, long least) {
  private static final long PAGE = 4096;

  /** What the kernel answers. */
  public enum Answer {
    /** Taken; what the caller did not pass counts as zero. */
    TAKEN,
    /** EINVAL. */
    TOO_SMALL,
    /** E2BIG: there is something behind what the kernel knows, or more than a page. */
    TOO_BIG
  }

  /**
   * Passes a struct.
   *
   * @param size that the caller says, in bytes
   * @param used how many of its bytes may not be zero
   */
  public Answer pass(long size, long used) {
    if (size > PAGE) {
      return Answer.TOO_BIG;
    }
    if (size < least) {
      return Answer.TOO_SMALL;
    }
    return size > known && used > known ? Answer.TOO_BIG : Answer.TAKEN;
  }
}
