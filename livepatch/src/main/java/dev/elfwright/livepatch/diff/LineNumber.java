package dev.elfwright.livepatch.diff;

/**
 * The number of a source line in which two objects differ: nothing but a message depends on it.
 *
 * @param before the line in the original
 * @param after the line in the patched source
 * @param text where it stands and how it is known to be a line
 */
record LineNumber(long before, long after, String text) {}
