/** Debian packages, tar archives and folders, read as streams of files. */
@NullMarked
package dev.elfwright.packages;

import org.jspecify.annotations.NullMarked;
