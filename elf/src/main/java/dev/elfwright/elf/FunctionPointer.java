package dev.elfwright.elf;

import java.util.OptionalInt;

/**
 * An entry of a {@link FunctionArray}, as it will be once it is relocated.
 *
 * @param slot the address of the entry
 * @param address what it points to, before the object is moved: the address in the entry, or what
 *     the entry's relocation makes of it; of a symbol that this object does not define, the addend
 * @param symbol the index of the symbol that the relocation names; the loader may take another
 *     object's definition
 */
public record FunctionPointer(long slot, long address, OptionalInt symbol) {}
