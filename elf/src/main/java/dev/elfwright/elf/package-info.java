/**
 * Reads, lays out and writes ELF files.
 *
 * <p>{@link dev.elfwright.elf.Elf} opens a file as an {@link dev.elfwright.elf.ElfModel}: an
 * immutable, lazy view over mapped bytes. What is not asked for is not parsed. Every format fact
 * names its source: the System V gABI, a processor supplement (psABI), the LSB, or a file of the
 * kernel or of glibc. Malformed input ends in an {@link dev.elfwright.elf.ElfFormatException} and
 * in nothing else.
 *
 * <p>Iterating a model visits every element, made for {@code switch}:
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="elements"}
 */
@NullMarked
package dev.elfwright.elf;

import org.jspecify.annotations.NullMarked;
