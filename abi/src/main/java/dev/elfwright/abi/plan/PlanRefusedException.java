package dev.elfwright.abi.plan;

/** A description of a struct that cannot be understood; the message is one line. */
public final class PlanRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlanRefusedException(String message) {
    super(message);
  }
}
