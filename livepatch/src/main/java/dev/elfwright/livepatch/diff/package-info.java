/**
 * Two compilations of one source file of a kernel, before and after a patch: what changed, and an
 * object file of that and of nothing else.
 *
 * <p>{@link dev.elfwright.livepatch.diff.ObjectDiff} reads like the procedure: find the twins,
 * compare them by what they say, select what has to be carried, refuse what cannot be, and give
 * account of every byte in which the two objects differ.
 */
@NullMarked
package dev.elfwright.livepatch.diff;

import org.jspecify.annotations.NullMarked;
