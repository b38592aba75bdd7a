package dev.elfwright.link.image;

import org.jspecify.annotations.Nullable;

/**
 * A symbol that another file defines.
 *
 * @param library the soname; null when it is left to whoever loads the file
 * @param version null when there is none
 * @param type see {@link dev.elfwright.elf.constant.SymbolType}
 * @param variable what a copy needs; null for what is no variable, or may not be copied
 */
record ImportedSymbol(
    String name,
    @Nullable String library,
    @Nullable String version,
    int binding,
    int type,
    @Nullable Variable variable) {}
