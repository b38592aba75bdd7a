package dev.elfwright.elf;

import dev.elfwright.elf.constant.DynamicTag;

/** An array of functions that the loader or libc calls (gABI, "Initialization and Termination"). */
public enum FunctionArray {
  /** DT_PREINIT_ARRAY: before any library is initialized, in programs only. */
  PREINIT(DynamicTag.PREINIT_ARRAY, DynamicTag.PREINIT_ARRAYSZ),

  /** DT_INIT_ARRAY: constructors, called from first to last. */
  INIT(DynamicTag.INIT_ARRAY, DynamicTag.INIT_ARRAYSZ),

  /** DT_FINI_ARRAY: destructors, called from last to first. */
  FINI(DynamicTag.FINI_ARRAY, DynamicTag.FINI_ARRAYSZ);

  private final long tag;
  private final long sizeTag;

  FunctionArray(long tag, long sizeTag) {
    this.tag = tag;
    this.sizeTag = sizeTag;
  }

  /** The tag of its address. */
  public long tag() {
    return tag;
  }

  /** The tag of its size in bytes. */
  public long sizeTag() {
    return sizeTag;
  }
}
