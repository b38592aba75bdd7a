/** The dynamic linker's rules ahead of time: search, scopes, binding, fusing. */
module dev.elfwright.link {
  requires static org.jspecify;
  requires transitive dev.elfwright.elf;
  requires dev.elfwright.machine;

  exports dev.elfwright.link.fuse;
  exports dev.elfwright.link.graph;
  exports dev.elfwright.link.image;
  exports dev.elfwright.link.measure;
  exports dev.elfwright.link.object;
  exports dev.elfwright.link.refusal;
  exports dev.elfwright.link.scope;
}
