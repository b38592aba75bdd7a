/** The ABI of libraries: read, compared, and held against the programs that use them. */
module dev.elfwright.abi {
  requires static org.jspecify;
  requires transitive dev.elfwright.elf;
  requires transitive dev.elfwright.dwarf;
  requires transitive dev.elfwright.link;
  requires dev.elfwright.machine;
  requires dev.elfwright.tls;

  exports dev.elfwright.abi.consumer;
  exports dev.elfwright.abi.diff;
  exports dev.elfwright.abi.library;
  exports dev.elfwright.abi.plan;
  exports dev.elfwright.abi.type;
}
