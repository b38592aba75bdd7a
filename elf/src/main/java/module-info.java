/** The ELF format: read, model, build, transform, lay out, verify. Needs the JDK only. */
module dev.elfwright.elf {
  requires static org.jspecify;

  uses dev.elfwright.elf.SectionCodec;

  exports dev.elfwright.elf;
  exports dev.elfwright.elf.archive;
  exports dev.elfwright.elf.btf;
  exports dev.elfwright.elf.build;
  exports dev.elfwright.elf.constant;
  exports dev.elfwright.elf.core;
  exports dev.elfwright.elf.debug;
  exports dev.elfwright.elf.diff;
  exports dev.elfwright.elf.edit;
  exports dev.elfwright.elf.image;
  exports dev.elfwright.elf.inspect;
  exports dev.elfwright.elf.note;
  exports dev.elfwright.elf.size;
  exports dev.elfwright.elf.unwind;
  exports dev.elfwright.elf.verify;
  exports dev.elfwright.elf.write;
}
