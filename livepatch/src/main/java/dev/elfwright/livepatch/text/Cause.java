package dev.elfwright.livepatch.text;

/** Why code in memory is not what the file has; addresses are filled in first. */
public enum Cause {
  /** Addresses, for the kernel was moved (KASLR), or a module was loaded. */
  RELOCATION("relocations"),
  /** Calls of the tracer, which are off, or lead to a tracer or a livepatch. */
  TRACER("calls of the tracer"),
  /** Operations that differ on hypervisors. */
  PARAVIRT("paravirt"),
  /** Indirect branches. */
  RETPOLINE("retpolines"),
  /** Returns. */
  RETURN("return thunks"),
  /** Instructions for what the processor has. */
  ALTERNATIVE("alternatives"),
  /** Lock prefixes, on a machine with one processor. */
  LOCK("lock prefixes"),
  /** Branches that a static key turns on and off. */
  JUMP_LABEL("jump labels"),
  /** Calls that are rewritten, and their trampolines. */
  STATIC_CALL("static calls");

  private final String words;

  Cause(String words) {
    this.words = words;
  }

  /** What it is called in the field. */
  public String words() {
    return words;
  }
}
