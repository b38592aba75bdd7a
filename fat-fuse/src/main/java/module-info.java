/** Views of fat files where mounting is not allowed, served by a process of the user's own. */
module dev.elfwright.fat.fuse {
  requires static org.jspecify;
  requires dev.elfwright.fat;
  requires org.cryptomator.jfuse.api;

  provides dev.elfwright.fat.view.UserSpaceView with
      dev.elfwright.fat.fuse.FuseView;
}
