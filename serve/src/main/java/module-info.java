/** A census as web pages, for the machine it lies on. */
module dev.elfwright.serve {
  requires static org.jspecify;
  requires dev.elfwright.census;
  requires dev.elfwright.report;
  requires jdk.httpserver;

  exports dev.elfwright.serve;
}
