/**
 * Core files: what the notes of a file of type ET_CORE say of the process that ended. Layouts are
 * those of Linux (include/linux/elfcore.h, fs/binfmt_elf.c); gdb's generate-core-file writes the
 * same.
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="core"}
 */
@NullMarked
package dev.elfwright.elf.core;

import org.jspecify.annotations.NullMarked;
