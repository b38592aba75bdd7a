/** The command {@code elfwright}, a thin face over the other modules. */
module dev.elfwright.cli {
  requires static org.jspecify;
  requires info.picocli;
  requires tools.jackson.core;
  requires dev.elfwright.abi;
  requires dev.elfwright.census;
  requires dev.elfwright.dwarf;
  requires dev.elfwright.elf;
  requires dev.elfwright.fat;
  requires dev.elfwright.link;
  requires dev.elfwright.livepatch;
  requires dev.elfwright.machine;
  requires dev.elfwright.packages;
  requires dev.elfwright.report;
  requires dev.elfwright.rseq;
  requires dev.elfwright.serve;
  requires dev.elfwright.tls;
}
