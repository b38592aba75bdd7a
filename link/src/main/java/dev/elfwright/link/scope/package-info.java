/**
 * Which definition each reference gets: the look-up of glibc's loader (elf/dl-lookup.c,
 * elf/dl-version.c, elf/dl-reloc.c) over the objects of a {@link
 * dev.elfwright.link.graph.LoadGraph}, without running anything.
 *
 * <p>The loader asks one object after the other, each with a Bloom filter and a hash table of its
 * own. {@link dev.elfwright.link.scope.Scope} merges all these tables into one index whose entries
 * stand in the order of the scope, so that a look-up touches definers only. The hashes need not be
 * computed: they stand in the files.
 */
@NullMarked
package dev.elfwright.link.scope;

import org.jspecify.annotations.NullMarked;
