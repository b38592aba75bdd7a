package dev.elfwright.dwarf;

import java.util.Optional;

/**
 * Where a thing is, or what its value is.
 *
 * @param range the addresses of code in which this holds; empty when it always does
 * @param expression computes it; of no operations when there it is nowhere
 */
public record Location(Optional<AddressRange> range, Expression expression) {}
