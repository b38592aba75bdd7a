/**
 * Object files from nothing. Builders live inside a lambda only, as in {@code java.lang.classfile}:
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="build"}
 *
 * <p>A label or symbol may be used before it is bound. What an instruction looks like, and which
 * relocation it needs, the caller knows.
 */
@NullMarked
package dev.elfwright.elf.build;

import org.jspecify.annotations.NullMarked;
