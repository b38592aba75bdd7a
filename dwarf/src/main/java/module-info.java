/** DWARF: what compilers tell debuggers of a program. */
module dev.elfwright.dwarf {
  requires static org.jspecify;
  requires transitive dev.elfwright.elf;
  requires dev.elfwright.machine;

  exports dev.elfwright.dwarf;
  exports dev.elfwright.dwarf.constant;
}
