/** Commands that change files: {@code elf edit}, {@code elf copy} and {@code elf strip}. */
@NullMarked
package dev.elfwright.cli.elf.change;

import org.jspecify.annotations.NullMarked;
