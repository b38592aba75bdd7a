/**
 * A FUSE view: {@link dev.elfwright.fat.fuse.SliceOperations} answers the kernel's questions from
 * {@link dev.elfwright.fat.view.LiveTree}. A module of its own, so that nobody else loads jfuse.
 */
@NullMarked
package dev.elfwright.fat.fuse;

import org.jspecify.annotations.NullMarked;
