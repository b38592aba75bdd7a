/**
 * A root of a distribution is really made fat, in part or as a whole, and all of its commands are
 * run: with nothing that knows fat files, with the launcher, and through a view.
 */
@NullMarked
package dev.elfwright.fat.trial;

import org.jspecify.annotations.NullMarked;
