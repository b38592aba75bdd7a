/** What the real loader says, and small programs to ask it about. */
@NullMarked
package dev.elfwright.link.oracle;

import org.jspecify.annotations.NullMarked;
