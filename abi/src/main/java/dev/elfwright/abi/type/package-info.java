/**
 * Types as the debugging information of a library tells them, each once for the whole library: a
 * {@link dev.elfwright.abi.type.Type} refers to others by their number in the {@link
 * dev.elfwright.abi.type.TypeTable}, so that types may refer to themselves.
 */
@NullMarked
package dev.elfwright.abi.type;

import org.jspecify.annotations.NullMarked;
