/** The ABI of libraries: read, compared, and held against the programs that use them. */
module dev.elfwright.abi {
  requires static org.jspecify;
  requires transitive dev.elfwright.elf;
  requires transitive dev.elfwright.dwarf;
  requires dev.elfwright.machine;

  exports dev.elfwright.abi.consumer;
  exports dev.elfwright.abi.diff;
  exports dev.elfwright.abi.library;
  exports dev.elfwright.abi.plan;
  exports dev.elfwright.abi.type;
}
