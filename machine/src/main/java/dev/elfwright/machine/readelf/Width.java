package dev.elfwright.machine.readelf;

/** How long a line may be. */
public enum Width {
  /** 80 columns: headers of 64-bit files take two lines, and long names end in {@code [...]}. */
  NARROW,
  /** {@code -W}: one line for each entry, and whole names. */
  WIDE
}
