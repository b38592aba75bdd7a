/** How results reach the user: JSON, tables, progress. */
@NullMarked
package dev.elfwright.cli.output;

import org.jspecify.annotations.NullMarked;
