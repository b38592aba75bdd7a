/**
 * What a library offers to others: its symbols with their versions, its thread-local block, and,
 * with debugging information, the types that the symbols lead to.
 *
 * {@snippet file="dev/elfwright/abi/snippets/AbiSnippets.java" region="dump"}
 */
@NullMarked
package dev.elfwright.abi.library;

import org.jspecify.annotations.NullMarked;
