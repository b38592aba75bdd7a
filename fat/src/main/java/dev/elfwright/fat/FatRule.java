package dev.elfwright.fat;

/** What a fat file must be; FatELF's specification where no other source is named. */
public enum FatRule {
  /** A table without records holds nothing. */
  EMPTY(Severity.FATAL),
  /** No slice ends past the end of the file, or past what 64 bits can count. */
  PAST_END(Severity.FATAL),
  /** No slice shares bytes with another, or with the table. */
  OVERLAP(Severity.FATAL),
  /** No two records are for the same target. */
  EQUAL_TARGETS(Severity.FATAL),
  /** Each slice is an ELF file, or an archive of object files for one target. */
  NO_ELF(Severity.FATAL),
  /** The ELF header of a slice says the same as its record. */
  CONTRADICTION(Severity.FATAL),
  /** Reserved bytes are zero. */
  RESERVED(Severity.WARNING),
  /** A slice begins at a multiple of 4096, so that it can be mapped. */
  UNALIGNED(Severity.WARNING),
  /** The variant is one that the machine has. */
  UNKNOWN_VARIANT(Severity.WARNING),
  /** A slice of 32 bits lies within the first 4 GiB, where loaders of 32 bits can seek to it. */
  PAST_4_GIB(Severity.WARNING),
  /** Nothing lies behind the last slice. */
  TRAILING_BYTES(Severity.WARNING),
  /** A slice begins at a multiple of the largest page of its machine's kernels. */
  LARGE_PAGES(Severity.NOTE),
  /** The machine is one that has a name. */
  UNKNOWN_MACHINE(Severity.NOTE);

  /** How bad it is when a file breaks a rule. */
  public enum Severity {
    /** The file cannot be used. */
    FATAL,
    /** The specification is broken, or some systems cannot use it. */
    WARNING,
    /** Worth knowing. */
    NOTE
  }

  private final Severity severity;

  FatRule(Severity severity) {
    this.severity = severity;
  }

  /** How bad it is when a file breaks the rule. */
  public Severity severity() {
    return severity;
  }

  /** The rule's name on the command line: {@code past-end}. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
