/** Debian's kernel in a virtual machine, for tests that load what others only look at. */
@NullMarked
package dev.elfwright.livepatch.vm;

import org.jspecify.annotations.NullMarked;
