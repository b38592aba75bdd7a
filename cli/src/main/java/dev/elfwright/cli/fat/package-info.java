/** The commands below {@code elfwright fat}. */
@NullMarked
package dev.elfwright.cli.fat;

import org.jspecify.annotations.NullMarked;
