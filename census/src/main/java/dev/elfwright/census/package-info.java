/**
 * A census: the facts of all ELF files of packages, archives and folders as tables.
 *
 * <p>{@link dev.elfwright.census.Scan} reads each content once and writes Parquet files; {@link
 * dev.elfwright.census.Census} answers SQL over them, {@link dev.elfwright.census.Question} has
 * named questions with their meaning, also about the differences of two. What the tables and
 * columns mean is data, {@link dev.elfwright.census.Tables}.
 */
@NullMarked
package dev.elfwright.census;

import org.jspecify.annotations.NullMarked;
