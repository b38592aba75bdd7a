/**
 * What would break if programs of some packages were made fat, found out on paper.
 *
 * <p>{@link dev.elfwright.fat.audit.Audit} reads the same packages for each architecture, compares
 * them path by path ({@link dev.elfwright.fat.audit.PathClass}), collects what is unusual ({@link
 * dev.elfwright.fat.audit.Category}), follows dependencies with a random share of packages fat
 * ({@link dev.elfwright.fat.audit.Draw}), and says what fattening costs and what it is worth.
 */
@NullMarked
package dev.elfwright.fat.audit;

import org.jspecify.annotations.NullMarked;
