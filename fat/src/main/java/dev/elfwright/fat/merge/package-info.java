/**
 * Trees of several architectures become one.
 *
 * <p>{@link dev.elfwright.fat.merge.MergePlan} compares {@link dev.elfwright.fat.merge.Tree}s and
 * says what becomes of each path; where they contradict each other, {@link
 * dev.elfwright.fat.merge.MergeRules} decide. {@link dev.elfwright.fat.merge.TreeWriter} carries it
 * out.
 */
@NullMarked
package dev.elfwright.fat.merge;

import org.jspecify.annotations.NullMarked;
