package dev.elfwright.livepatch.diff;

/**
 * A difference that is not carried.
 *
 * @param name the symbol's name, or the section and offset of what has none
 * @param size how many bytes the piece has in which it is
 * @param reason why nothing that runs depends on it
 */
public record Irrelevant(String name, long size, String reason) {}
