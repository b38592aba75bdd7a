package dev.elfwright.fat.fuse;

import dev.elfwright.fat.TargetPattern;
import dev.elfwright.fat.view.Backing;
import dev.elfwright.fat.view.Extent;
import dev.elfwright.fat.view.FatView;
import dev.elfwright.fat.view.UserSpaceView;
import dev.elfwright.fat.view.ViewOptions;
import java.nio.file.Path;

/** Serves a view until it is unmounted; to be run by another user. */
final class Server {
  public static void main(String[] args) throws Exception {
    var options =
        new ViewOptions(
            Path.of(args[0]),
            Path.of(args[1]),
            TargetPattern.parse(System.getProperty("os.arch")),
            Extent.WHOLE_TREE,
            Backing.FUSE);
    try (UserSpaceView.Served served = FatView.mountInUserSpace(options)) {
      System.out.println("mounted");
      served.await();
    }
    System.out.println("unmounted");
    Runtime.getRuntime().halt(0);
  }
}
