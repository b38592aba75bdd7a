package dev.elfwright.livepatch.module;

import java.util.Locale;

/**
 * When the kernel calls back the author of a livepatch, for each object that is patched (struct
 * klp_callbacks; Documentation/livepatch/callbacks.rst).
 */
public enum CallbackKind {
  /** Before an object is patched; an error keeps it from that. */
  PRE_PATCH,
  /** When all tasks use the new functions. */
  POST_PATCH,
  /** Before an object is unpatched, when all tasks still use the new functions. */
  PRE_UNPATCH,
  /** When all tasks use the object's own functions again. */
  POST_UNPATCH;

  /** How sections begin that say which function is called back. */
  static final String SECTIONS = ".kpatch.callbacks.";

  /** The member of struct klp_callbacks. */
  public String member() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The section in which a source file leaves the function's address. */
  String section() {
    return SECTIONS + member();
  }
}
