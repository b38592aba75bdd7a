/** One file for many architectures: containers, launcher, views, merge and audit. */
module dev.elfwright.fat {
  requires static org.jspecify;
  requires transitive dev.elfwright.elf;
  requires transitive dev.elfwright.packages;

  uses dev.elfwright.fat.view.UserSpaceView;

  exports dev.elfwright.fat;
  exports dev.elfwright.fat.audit;
  exports dev.elfwright.fat.erofs;
  exports dev.elfwright.fat.linux to
      dev.elfwright.fat.fuse;
  exports dev.elfwright.fat.merge;
  exports dev.elfwright.fat.trial;
  exports dev.elfwright.fat.view;
  exports dev.elfwright.fat.run;
}
