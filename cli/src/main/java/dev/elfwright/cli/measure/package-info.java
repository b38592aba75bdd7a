/**
 * Shows a comparison of two programs: as a table for the terminal, as a value for JSON, as a page.
 */
@NullMarked
package dev.elfwright.cli.measure;

import org.jspecify.annotations.NullMarked;
