/** The commands below {@code elfwright livepatch}. */
@NullMarked
package dev.elfwright.cli.livepatch;

import org.jspecify.annotations.NullMarked;
