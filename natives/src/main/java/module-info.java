/** Checks of native libraries that are shipped in jars. */
module dev.elfwright.natives {
  requires static org.jspecify;
  requires transitive dev.elfwright.elf;

  exports dev.elfwright.natives;
  exports dev.elfwright.natives.jni;
  exports dev.elfwright.natives.model;
  exports dev.elfwright.natives.process;
  exports dev.elfwright.natives.rule;
}
