package dev.elfwright.fat.erofs;

import dev.elfwright.fat.linux.FileSystemContext;
import dev.elfwright.fat.linux.Linux;
import dev.elfwright.fat.linux.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An image that the kernel reads from a file. */
final class MountedImage implements AutoCloseable {
  private static final int DETACH = 2;
  final Path folder;

  MountedImage(Path work, byte[] image, List<Path> devices) throws IOException {
    Path file = Files.write(work.resolve("image"), image);
    folder = Files.createDirectories(work.resolve("mounted"));
    try (var linux = new Linux();
        var context = new FileSystemContext(linux, "erofs")) {
      context.set("source", file.toString());
      for (Path device : devices) {
        context.set("device", device.toString());
      }
      context.create();
      int target = linux.open(folder.toString(), Linux.READ_ONLY);
      try (Mount mount = context.mount(Mount.READ_ONLY)) {
        mount.moveTo(target);
      }
      linux.close(target);
    }
  }

  @Override
  public void close() throws IOException {
    try (var linux = new Linux()) {
      linux.unmount(folder.toString(), DETACH);
    }
  }
}
