/** One file for many architectures: containers, launcher, views, merge and audit. */
module dev.elfwright.fat {
  requires static org.jspecify;
  requires transitive dev.elfwright.elf;
  requires dev.elfwright.packages;

  exports dev.elfwright.fat;
}
