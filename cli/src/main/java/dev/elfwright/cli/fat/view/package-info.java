/** The commands {@code elfwright fat view}: each parses, calls {@code FatView}, and prints. */
@NullMarked
package dev.elfwright.cli.fat.view;

import org.jspecify.annotations.NullMarked;
