/**
 * From a change of source to a module that patches a running kernel, with nothing dropped silently.
 *
 * <p>Whatever cannot be carried into a patch is refused by name with a {@link
 * dev.elfwright.livepatch.LivepatchRefusedException}.
 */
@NullMarked
package dev.elfwright.livepatch;

import org.jspecify.annotations.NullMarked;
