package dev.elfwright.link.measure;

/** How a traced program was stopped at its milestones. */
public enum BreakpointKind {
  /** The processor's debug registers: no byte of the program changes. */
  REGISTERS("the processor's breakpoint registers"),
  /**
   * Instructions {@code int3} in the program's memory, each taken out when it is reached. Their
   * pages are copied for the process, before it runs and outside of its time.
   */
  INSTRUCTIONS(
      "breakpoint instructions (int3), for the processor's breakpoint registers do not work here");

  private final String description;

  BreakpointKind(String description) {
    this.description = description;
  }

  /** Words that follow "stopped by". */
  public String description() {
    return description;
  }
}
