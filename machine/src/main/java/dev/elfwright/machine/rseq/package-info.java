/**
 * Restartable sequences in ELF files: {@link dev.elfwright.machine.rseq.RseqTable} reads the
 * descriptors of {@code __rseq_cs}, {@link dev.elfwright.machine.rseq.RseqCheck} decodes the code
 * that they describe and says what would go wrong.
 */
@NullMarked
package dev.elfwright.machine.rseq;

import org.jspecify.annotations.NullMarked;
