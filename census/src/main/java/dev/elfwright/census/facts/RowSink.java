package dev.elfwright.census.facts;

import java.io.IOException;

/** Rows that are collected and written from time to time. */
public interface RowSink extends Rows {
  /** Whether it is time to {@link #flush}. */
  boolean isFull();

  /** Writes what has been collected. */
  void flush() throws IOException;
}
