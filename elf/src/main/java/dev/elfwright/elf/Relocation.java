package dev.elfwright.elf;

/**
 * One relocation as a value (gABI, "Relocation").
 *
 * @param offset r_offset: an address in programs and libraries, an offset in objects
 * @param type the machine's relocation type
 * @param symbol the index in the symbol table, 0 for none
 * @param addend r_addend; 0 for REL tables, where it stands in the field itself
 */
public record Relocation(long offset, long type, int symbol, long addend) {}
