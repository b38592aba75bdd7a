/** How {@code elf size} shows what takes the space. */
@NullMarked
package dev.elfwright.cli.elf.size;

import org.jspecify.annotations.NullMarked;
