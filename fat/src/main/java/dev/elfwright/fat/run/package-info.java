/**
 * Fat files are run: by a launcher that maps the best slice where it lies in the file, called by
 * hand, by the kernel ({@link dev.elfwright.fat.run.Binfmt}) or by a script that brings it along.
 */
@NullMarked
package dev.elfwright.fat.run;

import org.jspecify.annotations.NullMarked;
