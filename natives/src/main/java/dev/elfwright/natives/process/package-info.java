/**
 * Changes native libraries on their way into a jar: names, search paths, and what users do not
 * need.
 */
@NullMarked
package dev.elfwright.natives.process;

import org.jspecify.annotations.NullMarked;
