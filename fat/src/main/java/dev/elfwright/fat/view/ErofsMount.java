package dev.elfwright.fat.view;

import dev.elfwright.fat.erofs.ErofsImage;
import dev.elfwright.fat.linux.FileSystemContext;
import dev.elfwright.fat.linux.Linux;
import dev.elfwright.fat.linux.LoopDevice;
import dev.elfwright.fat.linux.Mount;
import dev.elfwright.fat.linux.SystemCallException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The image of a scanned tree, written to a file without a name and handed to the kernel. The
 * kernel is given descriptors (/proc/self/fd), for an option of fsconfig(2) has at most 255 bytes;
 * the image is gone when nothing has it mounted.
 */
final class ErofsMount {
  /** The file system of this place keeps no pages that EROFS could read: tmpfs, overlay. */
  private static final int ENOTBLK = 15;

  private final Linux linux;
  private final ScannedTree tree;
  private final byte[] image;

  ErofsMount(Linux linux, ScannedTree tree) {
    this.linux = linux;
    this.tree = tree;
    this.image = ErofsImage.write(tree.root(), tree.devices());
  }

  /** A mount and how it gets at its bytes. */
  record Made(Mount mount, Backing backing) {}

  Made make(Backing wanted, List<Path> places) throws SystemCallException {
    if (wanted != Backing.LOOP) {
      for (Path place : places) {
        try {
          return new Made(overFiles(place), Backing.FILE);
        } catch (SystemCallException e) {
          if (!isNotPossible(e)) {
            throw e;
          }
        }
      }
      if (wanted == Backing.FILE) {
        throw new ViewException(
            "this kernel mounts no EROFS from files (that takes Linux 6.12), or %s are on tmpfs;"
                    .formatted(places)
                + " --backing=loop does");
      }
    }
    return new Made(overLoopDevices(places), Backing.LOOP);
  }

  private static boolean isNotPossible(SystemCallException e) {
    return e.errno() == ENOTBLK || e.errno() == SystemCallException.EOPNOTSUPP;
  }

  private Mount overFiles(Path place) throws SystemCallException {
    int file = write(place);
    try {
      List<String> devices = tree.descriptors().stream().map(ErofsMount::path).toList();
      return mount(path(file), devices);
    } finally {
      linux.close(file);
    }
  }

  private Mount overLoopDevices(List<Path> places) throws SystemCallException {
    List<LoopDevice> devices = new ArrayList<>();
    int file = writeAnywhere(places);
    try {
      devices.add(LoopDevice.over(linux, file));
      for (int descriptor : tree.descriptors()) {
        devices.add(LoopDevice.over(linux, descriptor));
      }
      List<String> paths = devices.stream().map(LoopDevice::path).toList();
      return mount(paths.getFirst(), paths.subList(1, paths.size()));
    } finally {
      devices.forEach(LoopDevice::close);
      linux.close(file);
    }
  }

  private Mount mount(String source, List<String> devices) throws SystemCallException {
    try (var context = new FileSystemContext(linux, "erofs")) {
      context.setReadOnly();
      context.set("source", source);
      for (String device : devices) {
        context.set("device", device);
      }
      // The page cache would hold everything twice, for the view and for the fat file.
      context.setIfKnown("directio");
      context.create();
      return context.mount(Mount.READ_ONLY);
    }
  }

  private int writeAnywhere(List<Path> places) throws SystemCallException {
    for (Path place : places) {
      try {
        return write(place);
      } catch (SystemCallException e) {
        if (!isNotPossible(e)) {
          throw e;
        }
      }
    }
    throw new ViewException("no room for an image in any of " + places);
  }

  private int write(Path place) throws SystemCallException {
    int file = linux.open(place.toString(), Linux.READ_WRITE | Linux.CLOSE_ON_EXEC | Linux.UNNAMED);
    try {
      linux.write(file, image);
      return file;
    } catch (SystemCallException e) {
      linux.close(file);
      throw e;
    }
  }

  static String path(int descriptor) {
    return "/proc/self/fd/" + descriptor;
  }
}
