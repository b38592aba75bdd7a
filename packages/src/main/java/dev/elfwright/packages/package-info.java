/**
 * Debian packages, tar archives and folders, read as streams of files.
 *
 * <p>A {@link dev.elfwright.packages.PackageSource} is read once, from its beginning to its end: a
 * {@link dev.elfwright.packages.PackageVisitor} is told of the package and then of each file with
 * its content. Nothing is unpacked, and no more is in memory than one control archive and the
 * buffers. {@link dev.elfwright.packages.PackageSet} answers what needs what.
 *
 * <p>Every input may be hostile: what is malformed or larger than {@link
 * dev.elfwright.packages.Limits} allow ends in a {@link
 * dev.elfwright.packages.PackageFormatException}.
 */
@NullMarked
package dev.elfwright.packages;

import org.jspecify.annotations.NullMarked;
