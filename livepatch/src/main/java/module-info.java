/** Kernel objects compared, kernel images read, and modules that patch a running kernel. */
module dev.elfwright.livepatch {
  requires static org.jspecify;
  requires transitive dev.elfwright.elf;
  requires dev.elfwright.dwarf;
  requires dev.elfwright.machine;
  requires dev.elfwright.packages;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;
  requires com.github.luben.zstd_jni;

  exports dev.elfwright.livepatch;
  exports dev.elfwright.livepatch.assembly;
  exports dev.elfwright.livepatch.build;
  exports dev.elfwright.livepatch.calls;
  exports dev.elfwright.livepatch.diff;
  exports dev.elfwright.livepatch.kernel;
  exports dev.elfwright.livepatch.module;
  exports dev.elfwright.livepatch.special;
  exports dev.elfwright.livepatch.text;
}
