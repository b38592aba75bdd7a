/**
 * Kernels and modules as a distribution ships them, read without running or building anything.
 *
 * <p>{@link dev.elfwright.livepatch.kernel.KernelImage} takes a {@code vmlinuz} apart: its payload,
 * the symbols that the kernel itself looks up (kallsyms), types (BTF), exports with their CRCs.
 * {@link dev.elfwright.livepatch.kernel.KernelModule} reads a {@code .ko}. Both are {@link
 * dev.elfwright.livepatch.kernel.KernelObject}s, whose {@link
 * dev.elfwright.livepatch.kernel.KernelSymbols} have the positions by which livepatches name their
 * targets.
 */
@NullMarked
package dev.elfwright.livepatch.kernel;

import org.jspecify.annotations.NullMarked;
