/** What can be proved about x86-64 code by following it. */
@NullMarked
package dev.elfwright.machine.x86;

import org.jspecify.annotations.NullMarked;
