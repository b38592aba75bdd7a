/**
 * What may be added to a struct that others have compiled in, before anything is released.
 *
 * <p>{@link dev.elfwright.abi.plan.ExtensionPlan} takes a struct and the fields that each later
 * version adds, checks them against the rules by which extensible structs live, and simulates what
 * happens when consumers of one version meet providers of another, for each {@link
 * dev.elfwright.abi.plan.Family} of extension. The tests compile consumers and providers, run all
 * pairs, and ask the running kernel by clone3 and rseq.
 */
@NullMarked
package dev.elfwright.abi.plan;

import org.jspecify.annotations.NullMarked;
