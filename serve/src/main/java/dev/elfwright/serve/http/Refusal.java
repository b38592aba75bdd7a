package dev.elfwright.serve.http;

/** A request that is not answered; says why in one line. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String line;

  /**
   * Refuses.
   *
   * @param status of HTTP (RFC 9110), 400 to 599
   */
  public Refusal(int status, String line) {
    super(line);
    this.status = status;
    this.line = line;
  }

  /** HTTP's number for it. */
  public int status() {
    return status;
  }

  /** Why. */
  public String line() {
    return line;
  }
}
