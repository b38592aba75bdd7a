/** Commands around the facts of many files: {@code elfwright census ...}. */
@NullMarked
package dev.elfwright.cli.census;

import org.jspecify.annotations.NullMarked;
