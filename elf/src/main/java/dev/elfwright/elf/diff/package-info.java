/**
 * Two files compared by what they mean: to the loader, to a linker, to who calls them. {@link
 * dev.elfwright.elf.diff.ElfDiff} compares two ELF files, {@link
 * dev.elfwright.elf.diff.FileComparison} anything with paths: archives by member, folders by name.
 *
 * <p>Where something lies in the file or in memory is no meaning, nor is the order of symbols,
 * relocations or sections. So tables are compared by what they say, and not byte by byte.
 */
@NullMarked
package dev.elfwright.elf.diff;

import org.jspecify.annotations.NullMarked;
