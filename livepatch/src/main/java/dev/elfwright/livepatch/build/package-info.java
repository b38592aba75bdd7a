/**
 * From a source patch to a module that a running kernel loads.
 *
 * <p>{@link dev.elfwright.livepatch.build.LivepatchBuild} compiles the patched files alone, with
 * the commands that the kernel's own build would run, after it has shown that the files without the
 * patch become the bytes of the kernel that is to be patched.
 */
@NullMarked
package dev.elfwright.livepatch.build;

import org.jspecify.annotations.NullMarked;
