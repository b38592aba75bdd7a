/**
 * Programs and libraries that use a library, as their own relocations tell it: what they copied out
 * of it, what they call, which versions they need. Nobody else knows what a change breaks.
 */
@NullMarked
package dev.elfwright.abi.consumer;

import org.jspecify.annotations.NullMarked;
