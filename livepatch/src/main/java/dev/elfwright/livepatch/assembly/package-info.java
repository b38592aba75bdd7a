/**
 * Assembly as GCC writes it ({@code gcc -S}), taken apart by symbol. It shows what a patch changes
 * with what compilers count and number left out: labels, and names such as {@code .LC3} or {@code
 * CSWTCH.12}, which stand for what they say.
 */
@NullMarked
package dev.elfwright.livepatch.assembly;

import org.jspecify.annotations.NullMarked;
