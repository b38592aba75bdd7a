package dev.elfwright.tls;

/** A program whose static TLS cannot be told; the message is one line that says why. */
public final class TlsRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TlsRefusedException(String message) {
    super(message);
  }
}
