package dev.elfwright.elf.archive;

/** Bytes of a file that were checked to lie in it. */
record Range(long offset, long size) {}
