package dev.elfwright.elf.build;

/** What a relocation can refer to. */
public sealed interface Reference permits Label, NamedSymbol {}
