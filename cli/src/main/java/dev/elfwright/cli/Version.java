package dev.elfwright.cli;

/**
 * The product's version. A constant: reading it from the jar's manifest would cost start-up time.
 */
final class Version {
  static final String STRING = "0.1.0-SNAPSHOT";

  private Version() {}
}
