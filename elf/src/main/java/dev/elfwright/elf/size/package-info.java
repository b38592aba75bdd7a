/** Where the bytes of a file go: a tree whose parts add up to the file, exactly. */
@NullMarked
package dev.elfwright.elf.size;

import org.jspecify.annotations.NullMarked;
