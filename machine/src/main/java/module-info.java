/** What differs by processor: relocation formulas, instruction decoding, encoders for stubs. */
module dev.elfwright.machine {
  requires static org.jspecify;
  requires transitive dev.elfwright.elf;

  exports dev.elfwright.machine.readelf;
  exports dev.elfwright.machine.relocation;
  exports dev.elfwright.machine.rseq;
  exports dev.elfwright.machine.x86;
}
