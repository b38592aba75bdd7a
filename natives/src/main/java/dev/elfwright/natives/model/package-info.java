/**
 * What a jar says of its native code, as plain values: the libraries it holds and the native
 * methods of its classes. Nothing here runs or loads any of it.
 */
@NullMarked
package dev.elfwright.natives.model;

import org.jspecify.annotations.NullMarked;
