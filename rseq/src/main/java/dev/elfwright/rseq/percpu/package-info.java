/**
 * Sections running: how this JVM comes to have them, how Java calls them, and the memory that each
 * CPU has of a structure.
 */
@NullMarked
package dev.elfwright.rseq.percpu;

import org.jspecify.annotations.NullMarked;
