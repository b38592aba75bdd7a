/** How {@code elf inspect} shows files: every part is a table, printed as text or as JSON. */
@NullMarked
package dev.elfwright.cli.elf.inspect;

import org.jspecify.annotations.NullMarked;
