/**
 * Which files a program loads, found without running it.
 *
 * <p>{@link dev.elfwright.link.graph.LoadGraph} is what glibc's loader would have in its list of
 * objects when it starts to relocate: the same files, under the same names, in the same order, each
 * with the rule that found it. The rules are those of glibc 2.36 (elf/dl-load.c, elf/dl-deps.c,
 * elf/dl-cache.c, elf/dl-hwcaps.c, elf/dl-sort-maps.c), written down again from its behaviour and
 * held against the loader itself by tests. What the loader takes from its surroundings, the
 * environment, the processor and the folders built into it, is a value here: {@link
 * dev.elfwright.link.graph.SearchEnvironment}.
 */
@NullMarked
package dev.elfwright.link.graph;

import org.jspecify.annotations.NullMarked;
