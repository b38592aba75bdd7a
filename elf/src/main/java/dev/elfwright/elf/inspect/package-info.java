/** What can be said about a file as a whole: its kind, how it is hardened, what it relocates. */
@NullMarked
package dev.elfwright.elf.inspect;

import org.jspecify.annotations.NullMarked;
