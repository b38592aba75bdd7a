/** The code of kernels and modules, linked and placed as it is in memory. */
@NullMarked
package dev.elfwright.livepatch.code;

import org.jspecify.annotations.NullMarked;
