package dev.elfwright.elf;

import java.lang.foreign.MemorySegment;

/** What the bytes of a section mean, made for exhaustive {@code switch}. */
public sealed interface SectionContent
    permits SymbolTable,
        SectionIndexTable,
        Relocations,
        RelrTable,
        DynamicTable,
        StringTable,
        NoteTable,
        SectionGroup,
        SysvHash,
        GnuHash,
        VersionSymbols,
        VersionDefinitions,
        VersionNeeds,
        SectionContent.Opaque {

  /**
   * Bytes that this library does not interpret.
   *
   * @param bytes a view of the file
   */
  record Opaque(MemorySegment bytes) implements SectionContent {}
}
