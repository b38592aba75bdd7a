/**
 * Files that hold one ELF file, a slice, for each of several targets.
 *
 * <p>{@link dev.elfwright.fat.FatFile} reads them; {@link dev.elfwright.fat.Target} says what a
 * slice is for.
 */
@NullMarked
package dev.elfwright.fat;

import org.jspecify.annotations.NullMarked;
