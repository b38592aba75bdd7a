/**
 * A kernel's object file taken apart: {@link dev.elfwright.livepatch.object.CompiledObject} cuts
 * its sections into {@link dev.elfwright.livepatch.object.Piece}s, each of which a patch takes as a
 * whole or not at all, and finds the piece that each relocation leads to.
 */
@NullMarked
package dev.elfwright.livepatch.object;

import org.jspecify.annotations.NullMarked;
