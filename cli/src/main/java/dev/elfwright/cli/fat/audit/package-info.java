/** How {@code fat audit} shows what it has found. */
@NullMarked
package dev.elfwright.cli.fat.audit;

import org.jspecify.annotations.NullMarked;
