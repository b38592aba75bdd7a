/**
 * Archives of object files, as {@code ar} makes them: {@code lib*.a}.
 *
 * <p>{@link dev.elfwright.elf.archive.Archive} reads every kind that linkers of ELF meet, and says
 * which member defines a symbol; {@link dev.elfwright.elf.archive.ArchiveLayout} plans new ones.
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="archive"}
 *
 * <p>There is no standard. The sources are ar(5) of FreeBSD, {@code bfd/archive.c} and {@code
 * include/aout/ar.h} of binutils, and {@code llvm/lib/Object/Archive.cpp}. Not read: the big
 * archives of AIX, and names in a member {@code ARFILENAMES/}, which no tool has written since the
 * 1990s.
 */
@NullMarked
package dev.elfwright.elf.archive;

import org.jspecify.annotations.NullMarked;
