package dev.elfwright.testkit;

/**
 * One field of a file.
 *
 * @param name what it is, in the specification's words
 * @param offset its first byte
 * @param width its size: 1, 2, 4 or 8 bytes
 */
public record Field(String name, int offset, int width) {}
