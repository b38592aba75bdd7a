/** Commands that read, check and change single files: {@code elfwright elf ...}. */
@NullMarked
package dev.elfwright.cli.elf;

import org.jspecify.annotations.NullMarked;
