/** Old and new libraries and their consumers, built and run: whether a change breaks is seen. */
@NullMarked
package dev.elfwright.abi.oracle;

import org.jspecify.annotations.NullMarked;
