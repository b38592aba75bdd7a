/**
 * Machine code, encoded in Java: an {@link dev.elfwright.rseq.code.Assembler} for each of three
 * machines, and the {@link dev.elfwright.rseq.code.Routine}s that are written once for all of them.
 *
 * <p>A restartable sequence is code that the kernel lets run to its last instruction on one CPU, or
 * starts again: when it preempts, migrates or signals the thread between the first instruction and
 * the last, it continues at the abort handler. So each routine reads the CPU's number, finds that
 * CPU's data, computes, and makes the change visible by its last store, the commit. Everything
 * before the commit may happen several times.
 */
@NullMarked
package dev.elfwright.rseq.code;

import org.jspecify.annotations.NullMarked;
