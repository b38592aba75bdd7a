package dev.elfwright.link.input;

import dev.elfwright.elf.Section;
import dev.elfwright.machine.relocation.RelocationKind;

/**
 * One relocation of an object file.
 *
 * @param section the section that is changed
 * @param offset where in it, in bytes; the field lies in the section
 * @param kind the formula and the field
 * @param symbol the index of the symbol, which exists
 * @param addend the addend, of the entry or of the field
 */
public record Fixup(Section section, int offset, RelocationKind kind, int symbol, long addend) {}
