/** What the loader would find and bind, over the files of a census. */
@NullMarked
package dev.elfwright.census.load;

import org.jspecify.annotations.NullMarked;
