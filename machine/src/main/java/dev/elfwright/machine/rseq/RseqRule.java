package dev.elfwright.machine.rseq;

/** What has to hold for a section; each with what happens otherwise. */
public enum RseqRule {
  /** The kernel ends the process when it meets another version than 0. */
  VERSION(Severity.ERROR),
  /**
   * The flags that keep a section from being restarted are deprecated; kernels ignore or refuse.
   */
  FLAGS(Severity.WARNING),
  /** A section has instructions, and these are in the executable part of the file. */
  CODE(Severity.ERROR),
  /** A section that takes as long as a time slice may never end; 64 KiB of code is too much. */
  LENGTH(Severity.ERROR),
  /** The instructions of the section are known, from the first to the last. */
  INSTRUCTIONS(Severity.ERROR),
  /** The abort handler is in the executable part of the file. */
  ABORT_CODE(Severity.ERROR),
  /** The abort handler is outside of the section; the kernel ends the process otherwise. */
  ABORT_OUTSIDE(Severity.ERROR),
  /** RSEQ_SIG stands before the abort handler; the kernel ends the process otherwise. */
  SIGNATURE(Severity.ERROR),
  /** No function is called: it would run outside of the section, which then protects nothing. */
  NO_CALL(Severity.ERROR),
  /** The kernel is not called; one built to look for that ends the process. */
  NO_SYSTEM_CALL(Severity.ERROR),
  /** The last instruction is the commit, a store. */
  COMMIT(Severity.ERROR),
  /** What happens before the commit may happen again, so it must not depend on what was there. */
  REPEATABLE(Severity.ERROR),
  /** A store before the commit must be to where nobody looks before the commit. */
  STORE_BEFORE_COMMIT(Severity.NOTE);

  /** How bad it is. */
  public enum Severity {
    /** Goes wrong sooner or later. */
    ERROR,
    /** Works, on some kernels. */
    WARNING,
    /** Right or wrong, depending on what cannot be seen here. */
    NOTE
  }

  private final Severity severity;

  RseqRule(Severity severity) {
    this.severity = severity;
  }

  /** How bad it is when the rule is broken. */
  public Severity severity() {
    return severity;
  }

  /** The name that is printed. */
  public String id() {
    return "rseq-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
