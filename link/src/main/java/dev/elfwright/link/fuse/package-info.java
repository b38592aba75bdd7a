/**
 * Rewrites a program and the libraries it needs into one file whose links are already made.
 *
 * <p>{@link dev.elfwright.link.fuse.Fuse} reads like the procedure it is: load the graph, choose
 * what to fuse, place it, merge thread-local storage, relocate, export, order constructors, index
 * call frames, lay out, write. libc and the dynamic loader stay what they are. A {@code Part} is
 * one fused object at its new place; addresses without qualification are link-time addresses of the
 * new image, {@code vaddr}s are those of the object's own file.
 */
@NullMarked
package dev.elfwright.link.fuse;

import org.jspecify.annotations.NullMarked;
