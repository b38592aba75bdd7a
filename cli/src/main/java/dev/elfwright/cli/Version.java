package dev.elfwright.cli;

/**
 * The product's version. A constant: reading it from the jar's manifest would cost start-up time.
 */
public final class Version {
  /** The version, as Maven writes it. */
  public static final String STRING = "0.1.0-SNAPSHOT";

  private Version() {}
}
