package dev.elfwright.fat.view;

import dev.elfwright.fat.linux.FileSystemContext;
import dev.elfwright.fat.linux.Linux;
import dev.elfwright.fat.linux.Mount;
import dev.elfwright.fat.linux.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Slices laid over the tree that they come from. Files keep their places, so that {@code $ORIGIN},
 * links and everything beside a program are found.
 *
 * <p>Before Linux 6.15 an overlay takes only layers that are mounted somewhere. So the slices stand
 * in a folder of ours until the overlay has its own hold of them.
 */
final class OverlayMount {
  private static final int DETACH = 2;

  private OverlayMount() {}

  static Mount make(Linux linux, Mount slices, int root, Path folder) throws IOException {
    Path stage = Files.createTempDirectory(folder, "stage");
    int target = linux.open(stage.toString(), Linux.READ_ONLY | Linux.CLOSE_ON_EXEC);
    try {
      slices.moveTo(target);
      try {
        return mount(linux, slices, root);
      } finally {
        linux.unmount(stage.toString(), DETACH);
      }
    } finally {
      linux.close(target);
      Files.delete(stage);
    }
  }

  private static Mount mount(Linux linux, Mount slices, int root) throws SystemCallException {
    try (var context = new FileSystemContext(linux, "overlay")) {
      context.setReadOnly();
      context.set("source", "elfwright");
      context.set("lowerdir", ErofsMount.path(slices.root()) + ":" + ErofsMount.path(root));
      context.create();
      return context.mount(Mount.READ_ONLY);
    }
  }
}
