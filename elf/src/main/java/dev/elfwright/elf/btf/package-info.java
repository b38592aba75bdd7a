/**
 * Types of C in the form that the Linux kernel carries: BTF ({@code Documentation/bpf/btf.rst},
 * {@code include/uapi/linux/btf.h}).
 *
 * <p>{@link dev.elfwright.elf.btf.Btf} reads a {@code .BTF} section; a module's builds on that of
 * the kernel it was made for. Types refer to each other by number, for they form cycles.
 */
@NullMarked
package dev.elfwright.elf.btf;

import org.jspecify.annotations.NullMarked;
