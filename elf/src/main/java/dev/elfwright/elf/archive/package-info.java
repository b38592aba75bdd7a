/**
 * Archives of object files, as {@code ar} makes them: {@code lib*.a}.
 *
 * <p>{@link dev.elfwright.elf.archive.Archive} reads every kind that linkers of ELF meet, and says
 * which member defines a symbol; {@link dev.elfwright.elf.archive.ArchiveLayout} plans new ones.
 *
 * {@snippet lang=java :
 * try (var archive = Archive.open(Path.of("/usr/lib/x86_64-linux-gnu/libc.a"))) {
 *   ArchiveMember member = archive.index().orElseThrow().definition("malloc").orElseThrow();
 *   ElfModel object = member.elf(); // named "/usr/lib/x86_64-linux-gnu/libc.a(malloc.o)"
 * }
 * }
 *
 * <p>There is no standard. The sources are ar(5) of FreeBSD, {@code bfd/archive.c} and {@code
 * include/aout/ar.h} of binutils, and {@code llvm/lib/Object/Archive.cpp}. Not read: the big
 * archives of AIX, and names in a member {@code ARFILENAMES/}, which no tool has written since the
 * 1990s.
 */
@NullMarked
package dev.elfwright.elf.archive;

import org.jspecify.annotations.NullMarked;
