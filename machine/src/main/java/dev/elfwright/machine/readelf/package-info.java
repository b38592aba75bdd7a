/**
 * The text of GNU readelf 2.40, byte for byte, for scripts and tests that were written against it.
 * {@link dev.elfwright.machine.readelf.ReadelfOutput} is the way in; behind it stands one class for
 * each part of the output, in the order in which readelf prints them.
 */
@NullMarked
package dev.elfwright.machine.readelf;

import org.jspecify.annotations.NullMarked;
