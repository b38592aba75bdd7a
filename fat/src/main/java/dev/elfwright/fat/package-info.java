/**
 * Files that hold one ELF file, a slice, for each of several targets.
 *
 * <p>{@link dev.elfwright.fat.FatFile} reads them, {@link dev.elfwright.fat.Slices} makes and
 * changes them, {@link dev.elfwright.fat.Target} and {@link dev.elfwright.fat.TargetPattern} say
 * what a slice is for. There are two forms, {@link dev.elfwright.fat.Form}: that of FatELF, and an
 * ordinary ELF file that carries the other slices in a section.
 */
@NullMarked
package dev.elfwright.fat;

import org.jspecify.annotations.NullMarked;
