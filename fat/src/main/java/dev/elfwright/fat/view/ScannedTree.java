package dev.elfwright.fat.view;

import dev.elfwright.fat.erofs.Device;
import dev.elfwright.fat.erofs.Node;
import dev.elfwright.fat.linux.Linux;
import java.util.List;

/**
 * What was found in a tree of fat files. The files stay open, so that what is mounted is what was
 * looked at.
 *
 * @param root fat files, and the folders that lead to them
 * @param devices the fat files, as devices of an image
 * @param descriptors the same, open
 * @param served the same, with their paths; a file with two links is there twice
 * @param unserved what cannot be shown
 * @param linux closes the files
 */
record ScannedTree(
    Node.Directory root,
    List<Device> devices,
    List<Integer> descriptors,
    List<ServedFile> served,
    List<Unserved> unserved,
    Linux linux)
    implements AutoCloseable {

  @Override
  public void close() {
    descriptors.forEach(linux::close);
  }
}
