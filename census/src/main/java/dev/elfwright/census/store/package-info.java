/** A census's folder: parts, generations, the lock; DuckDB, which writes and reads Parquet. */
@NullMarked
package dev.elfwright.census.store;

import org.jspecify.annotations.NullMarked;
