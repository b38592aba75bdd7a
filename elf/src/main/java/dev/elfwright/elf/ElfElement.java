package dev.elfwright.elf;

/** What an ELF file consists of, made for exhaustive {@code switch}. */
public sealed interface ElfElement permits FileHeader, Segment, Section {}
