package dev.elfwright.elf.size;

import dev.elfwright.elf.size.SizeNode.Kind;

/**
 * A structure that says that bytes of the file are its own.
 *
 * @param rank who wins where structures overlap: the lowest
 * @param name the structure's name
 * @param kind what it is
 * @param section the section's index, or 0
 * @param start the offset of the first byte
 * @param end the offset behind the last byte
 */
record Claim(int rank, String name, Kind kind, int section, long start, long end) {}
