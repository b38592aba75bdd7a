/**
 * Compilers, corpora and oracles for tests. Requires no other module of Elfwright, so that the
 * tests of every module, also those of the lowest, may use it.
 */
module dev.elfwright.testkit {
  requires static org.jspecify;

  exports dev.elfwright.testkit;
}
