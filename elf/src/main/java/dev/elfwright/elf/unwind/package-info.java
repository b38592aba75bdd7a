/**
 * How to walk a stack: call frames ({@code .eh_frame}), their index ({@code .eh_frame_hdr}), and
 * SFrame. Headers and where they lead; the instructions in call frames are not executed.
 */
@NullMarked
package dev.elfwright.elf.unwind;

import org.jspecify.annotations.NullMarked;
