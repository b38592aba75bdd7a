/** Files of debugging information that lie apart from the program, found as gdb finds them. */
@NullMarked
package dev.elfwright.elf.debug;

import org.jspecify.annotations.NullMarked;
