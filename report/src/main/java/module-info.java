/** HTML pages and charts, one style for all. */
module dev.elfwright.report {
  requires static org.jspecify;

  exports dev.elfwright.report;
}
