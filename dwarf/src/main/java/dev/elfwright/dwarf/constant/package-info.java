/** The numbers of DWARF with their names; numbers without a name survive and print as numbers. */
@NullMarked
package dev.elfwright.dwarf.constant;

import org.jspecify.annotations.NullMarked;
