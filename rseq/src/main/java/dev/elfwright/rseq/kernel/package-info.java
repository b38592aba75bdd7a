/** What the kernel and libc are asked: system calls, the auxiliary vector, CPUs and nodes. */
@NullMarked
package dev.elfwright.rseq.kernel;

import org.jspecify.annotations.NullMarked;
