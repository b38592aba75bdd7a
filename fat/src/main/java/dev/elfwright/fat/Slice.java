package dev.elfwright.fat;

/**
 * One file inside a fat file.
 *
 * @param target what it is for
 * @param offset where it begins in the fat file, in bytes
 * @param size how long it is, in bytes
 */
public record Slice(Target target, long offset, long size) {}
