/** How {@code elf diff} shows differences. */
@NullMarked
package dev.elfwright.cli.elf.diff;

import org.jspecify.annotations.NullMarked;
