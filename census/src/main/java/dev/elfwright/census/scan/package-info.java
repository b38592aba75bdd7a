/** Finds what is to be read, reads each content once, and hands rows on. */
@NullMarked
package dev.elfwright.census.scan;

import org.jspecify.annotations.NullMarked;
