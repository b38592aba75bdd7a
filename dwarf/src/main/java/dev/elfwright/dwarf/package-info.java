/**
 * Debugging information as compilers write it, DWARF 2 to 5: units, entries with their attributes,
 * expressions, lists of ranges and locations, and line tables. Lazy: a unit's entries are found
 * when they are first asked for.
 *
 * <p>Every function of a program, with its first address and its line:
 *
 * {@snippet file="dev/elfwright/dwarf/DwarfSnippetTest.java" region="functions"}
 */
@NullMarked
package dev.elfwright.dwarf;

import org.jspecify.annotations.NullMarked;
