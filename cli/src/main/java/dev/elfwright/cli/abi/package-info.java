/** Commands about the ABI of libraries. */
@NullMarked
package dev.elfwright.cli.abi;

import org.jspecify.annotations.NullMarked;
