/**
 * Static thread-local storage of a process, without running it.
 *
 * <p>When a program starts, glibc lays the PT_TLS segments of all its objects into one block beside
 * the thread pointer, with a surplus at the end. A library that comes later by dlopen and uses the
 * initial-exec model needs room in that surplus, in every thread that runs already; when there is
 * none, dlopen fails with "cannot allocate memory in static TLS block". Who needs how much, and
 * whether there is room, depends on all that was loaded before, in which order, on tunables and on
 * the version of glibc.
 *
 * <p>{@link dev.elfwright.tls.TlsLayout} follows the loader step by step: the same search, scopes
 * and versions as {@code dev.elfwright.link}, the same packing of the block, the same order of
 * relocation (glibc elf/dl-tls.c, elf/dl-reloc.c, elf/dl-open.c, elf/dl-close.c, csu/libc-tls.c).
 * Its tests ask the real loader about a thousand processes.
 */
@NullMarked
package dev.elfwright.tls;

import org.jspecify.annotations.NullMarked;
