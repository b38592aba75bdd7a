/**
 * Checks a file against the rules that the gABI, the psABIs, the kernel and glibc's loader set.
 *
 * <p>{@link dev.elfwright.elf.verify.Verifier} gives {@link dev.elfwright.elf.verify.Findings} as
 * values. {@link dev.elfwright.elf.verify.Rule} is the one table of all rules with the source of
 * each; beside it stands one small class for each family of rules. A file that is damaged beyond
 * reading gives the rule {@code malformed} instead of an exception.
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="verify"}
 */
@NullMarked
package dev.elfwright.elf.verify;

import org.jspecify.annotations.NullMarked;
