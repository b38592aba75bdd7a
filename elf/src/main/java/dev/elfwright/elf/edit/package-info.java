/**
 * Changes files. {@link dev.elfwright.elf.Elf#transform} gives an {@link
 * dev.elfwright.elf.edit.ElfEditor} to an {@link dev.elfwright.elf.edit.ElfTransform} and then lays
 * everything out once, whatever the number of edits: the result is a {@link
 * dev.elfwright.elf.write.LayoutPlan} that can be printed, written and inverted.
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="edit"}
 *
 * <p><b>What may move.</b> In programs and libraries code knows the addresses of what is loaded, so
 * loaded bytes are pinned. The exceptions are {@link dev.elfwright.elf.edit.Block}s, tables that
 * only headers and dynamic entries point to. Sections that are not loaded float, and in object
 * files everything does.
 */
@NullMarked
package dev.elfwright.elf.edit;

import org.jspecify.annotations.NullMarked;
