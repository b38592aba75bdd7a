/**
 * From values to a file: encoders for each structure, the {@link
 * dev.elfwright.elf.write.LayoutPlan} that says which bytes stand where, and the only writer.
 */
@NullMarked
package dev.elfwright.elf.write;

import org.jspecify.annotations.NullMarked;
