/**
 * What changed between two builds of a library, each change named by a {@link
 * dev.elfwright.abi.diff.Rule}, and whom it breaks.
 *
 * {@snippet file="dev/elfwright/abi/snippets/AbiSnippets.java" region="diff"}
 */
@NullMarked
package dev.elfwright.abi.diff;

import org.jspecify.annotations.NullMarked;
