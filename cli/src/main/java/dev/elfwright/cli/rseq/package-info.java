/** The group {@code elfwright rseq}: restartable sequences, in this process and in files. */
@NullMarked
package dev.elfwright.cli.rseq;

import org.jspecify.annotations.NullMarked;
