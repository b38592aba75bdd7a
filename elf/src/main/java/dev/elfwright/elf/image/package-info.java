/**
 * What a file puts into memory, without ELF: one run of bytes, Intel HEX or Motorola S-records, as
 * boot loaders and programmers of flash memory take it.
 *
 * <p>{@link dev.elfwright.elf.image.MemoryImage} is what all forms have in common; each form makes
 * a {@link dev.elfwright.elf.write.LayoutPlan} of it.
 */
@NullMarked
package dev.elfwright.elf.image;

import org.jspecify.annotations.NullMarked;
