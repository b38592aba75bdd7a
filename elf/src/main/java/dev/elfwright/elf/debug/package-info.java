/**
 * Files of debugging information that lie apart from the program, found as gdb finds them.
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="debug"}
 */
@NullMarked
package dev.elfwright.elf.debug;

import org.jspecify.annotations.NullMarked;
