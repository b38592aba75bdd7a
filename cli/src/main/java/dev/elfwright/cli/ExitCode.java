package dev.elfwright.cli;

/** What the process's exit status means; the same for every command. */
public final class ExitCode {
  /** Done; nothing to report. */
  public static final int OK = 0;

  /** Done; there is a finding: a missing library, a difference. */
  public static final int FINDING = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** An input cannot be used: missing, unreadable, malformed, or of a kind that is refused. */
  public static final int BAD_INPUT = 3;

  /** A defect of Elfwright itself. */
  public static final int INTERNAL = 70;

  private ExitCode() {}
}
