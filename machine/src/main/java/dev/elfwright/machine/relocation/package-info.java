/**
 * Relocation types as data: one table a machine, each line with name, number, field, formula,
 * overflow rule and place of use, as the psABI prints it. {@link RelocationKinds} holds a table,
 * {@link RelocationKind} a line of it, which can be applied, read back and printed.
 *
 * {@snippet file="dev/elfwright/machine/relocation/RelocationSnippetTest.java" region="apply"}
 */
@NullMarked
package dev.elfwright.machine.relocation;

import org.jspecify.annotations.NullMarked;
