package dev.elfwright.natives.model;

import java.util.List;

/**
 * A version that another library has to define, or this one does not load (LSB, "Symbol
 * Versioning").
 *
 * @param name such as {@code GLIBC_2.28}
 * @param file the library, such as {@code libc.so.6}
 * @param weak whether its absence is only warned of
 * @param symbols the symbols that ask for it
 */
public record NeededVersion(String name, String file, boolean weak, List<String> symbols) {}
