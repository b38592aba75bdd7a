/** What linking object files is refused with, whatever they are linked into. */
@NullMarked
package dev.elfwright.link.refusal;

import org.jspecify.annotations.NullMarked;
