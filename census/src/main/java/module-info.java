/** A distribution's ELF files as tables, and questions to them. */
module dev.elfwright.census {
  requires static org.jspecify;
  requires dev.elfwright.elf;
  requires dev.elfwright.machine;
  requires dev.elfwright.packages;
  requires duckdb.jdbc;
  requires java.sql;
  requires tools.jackson.core;

  exports dev.elfwright.census;
}
