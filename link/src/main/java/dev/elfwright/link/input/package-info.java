/** Object files (ET_REL) as linkers see them: sections that are kept, symbols, relocations. */
@NullMarked
package dev.elfwright.link.input;

import org.jspecify.annotations.NullMarked;
