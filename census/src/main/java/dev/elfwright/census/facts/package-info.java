/** Rows of one ELF file: each class knows one or two tables. */
@NullMarked
package dev.elfwright.census.facts;

import org.jspecify.annotations.NullMarked;
