/**
 * From values to a file: encoders for each structure, the {@link
 * dev.elfwright.elf.write.LayoutPlan} that says which bytes stand where, and the only writer.
 *
 * <p>A plan can be inverted before it is written:
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="inverse"}
 */
@NullMarked
package dev.elfwright.elf.write;

import org.jspecify.annotations.NullMarked;
