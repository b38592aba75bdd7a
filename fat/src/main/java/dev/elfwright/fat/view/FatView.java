package dev.elfwright.fat.view;

import dev.elfwright.fat.linux.FileStatus;
import dev.elfwright.fat.linux.Linux;
import dev.elfwright.fat.linux.Mount;
import dev.elfwright.fat.linux.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Mounts, refreshes and unmounts views.
 *
 * <p>A view is a snapshot: it shows the slices of the files that were there when it was mounted. A
 * file that is replaced, as package managers do, leaves the view as it is until it is refreshed. A
 * file that is edited in place changes under it; {@link #refresh} finds that out. Files that are
 * open in the old view stay open and keep showing it.
 */
public final class FatView {
  private static final int OPEN_FOLDER = Linux.READ_ONLY | Linux.CLOSE_ON_EXEC | Linux.FOLDER;
  private static final int DETACH = 2;

  private final Linux linux;
  private final ViewProgress progress;
  private final Path states;

  private FatView(Linux linux, ViewProgress progress) throws IOException {
    this.linux = linux;
    this.progress = progress;
    this.states = StateFolder.ofThisUser();
  }

  /**
   * Mounts a view with the kernel's own file systems.
   *
   * @throws IOException when the tree cannot be read
   * @throws ViewException when the view cannot be mounted
   */
  public static MountedView mount(ViewOptions options, ViewProgress progress) throws IOException {
    try (var linux = new Linux()) {
      return new FatView(linux, progress).mount(absolute(options));
    }
  }

  /**
   * Makes the view that is mounted at a folder anew, and puts the new one in its place in one step.
   *
   * @throws IOException when the tree cannot be read
   * @throws ViewException when no view is mounted there, or the new one cannot be
   */
  public static RefreshedView refresh(Path mountPoint, ViewProgress progress) throws IOException {
    try (var linux = new Linux()) {
      return new FatView(linux, progress).refresh(mountPoint.toRealPath());
    }
  }

  /**
   * Takes a view away.
   *
   * @param lazily whether to do so while files are open in it; they stay open
   * @throws IOException when the folder cannot be read
   * @throws ViewException when no view is mounted there, or it is in use
   */
  public static void unmount(Path mountPoint, boolean lazily) throws IOException {
    try (var linux = new Linux()) {
      new FatView(linux, (_, _, _) -> {}).unmount(mountPoint.toRealPath(), lazily ? DETACH : 0);
    }
  }

  /**
   * Mounts a view that this process serves, of the tree as it is at any moment.
   *
   * @throws IOException when it cannot be mounted
   * @throws ViewException when this program was built without it
   */
  public static UserSpaceView.Served mountInUserSpace(ViewOptions options) throws IOException {
    ViewOptions absolute = absolute(options);
    if (options.extent() != Extent.WHOLE_TREE) {
      throw new ViewException("a FUSE view shows the whole tree");
    }
    UserSpaceView.Served served =
        ServiceLoader.load(UserSpaceView.class)
            .findFirst()
            .orElseThrow(() -> new ViewException("the module elfwright-fat-fuse is not there"))
            .mount(absolute);
    try (var linux = new Linux()) {
      var view = new FatView(linux, (_, _, _) -> {});
      long device = view.device(absolute.mountPoint());
      new ViewState(absolute, options.target().toString(), Backing.FUSE, List.of())
          .save(view.states, device);
    }
    return served;
  }

  /** Whether a failure to mount is one that FUSE does not have. */
  public static boolean isForbidden(ViewException e) {
    return e.getCause() instanceof SystemCallException cause && Complaints.isForbidden(cause);
  }

  private static ViewOptions absolute(ViewOptions o) throws IOException {
    return new ViewOptions(
        o.root().toRealPath(), o.mountPoint().toRealPath(), o.target(), o.extent(), o.backing());
  }

  private MountedView mount(ViewOptions options) throws IOException {
    try (var root = folder(options.root());
        var place = folder(options.mountPoint());
        ScannedTree tree = scan(root, options)) {
      return attach(options, root, tree, mount -> mount.moveTo(place.descriptor));
    } catch (SystemCallException e) {
      throw Complaints.about(e, options.mountPoint());
    }
  }

  private RefreshedView refresh(Path mountPoint) throws IOException {
    try (var place = folder(mountPoint)) {
      long device = linux.status(place.descriptor).device();
      ViewState old = state(mountPoint, device);
      ViewOptions options = at(old.options(), mountPoint);
      if (old.backing() == Backing.FUSE) {
        throw new ViewException(mountPoint + ": a FUSE view shows the tree as it is, always");
      }
      try (var root = folder(options.root());
          ScannedTree tree = scan(root, options)) {
        MountedView view = attach(options, root, tree, mount -> exchange(mount, place, mountPoint));
        ViewState.delete(states, device);
        return compared(view, old.files(), tree.served(), root);
      }
    } catch (SystemCallException e) {
      throw Complaints.about(e, mountPoint);
    }
  }

  /** The old view covers the new one until it goes, so a path always leads to one of them. */
  private void exchange(Mount mount, Folder old, Path mountPoint) throws SystemCallException {
    try {
      mount.moveBeneath(old.descriptor);
    } catch (SystemCallException e) {
      if (e.errno() != SystemCallException.EINVAL) {
        throw e;
      }
      mount.moveTo(old.descriptor); // before Linux 6.5; the old one stays under it
      return;
    }
    linux.unmount(mountPoint.toString(), DETACH);
  }

  private void unmount(Path mountPoint, int flags) throws IOException {
    long device = device(mountPoint);
    // Several lie upon each other where the kernel could not put a refreshed one beneath.
    for (var view = Optional.of(state(mountPoint, device)); view.isPresent(); ) {
      if (view.get().backing() == Backing.FUSE) {
        FuseUnmount.run(mountPoint, flags == DETACH);
      } else {
        unmountOne(mountPoint, flags);
      }
      ViewState.delete(states, device);
      device = device(mountPoint);
      view = ViewState.of(states, device);
    }
  }

  private void unmountOne(Path mountPoint, int flags) {
    try {
      linux.unmount(mountPoint.toString(), flags);
    } catch (SystemCallException e) {
      throw Complaints.about(e, mountPoint);
    }
  }

  /** How a mount gets its place. */
  private interface Placing {
    void put(Mount mount) throws SystemCallException;
  }

  private MountedView attach(ViewOptions options, Folder root, ScannedTree tree, Placing placing)
      throws IOException {
    progress.update("mounting", 0, 0);
    List<Path> places = List.of(Path.of("/var/tmp"), options.root(), states);
    ErofsMount.Made slices = new ErofsMount(linux, tree).make(options.backing(), places);
    try (Mount mount = slices.mount()) {
      switch (options.extent()) {
        case ONLY_FAT_FILES -> place(options, slices, tree, mount, placing);
        case WHOLE_TREE -> {
          try (Mount overlay = OverlayMount.make(linux, mount, root.descriptor, states)) {
            place(options, slices, tree, overlay, placing);
          }
        }
      }
    }
    return new MountedView(tree.served().size(), slices.backing(), tree.unserved());
  }

  /** The state is written first: a view without one could be neither refreshed nor unmounted. */
  private void place(
      ViewOptions options, ErofsMount.Made made, ScannedTree tree, Mount mount, Placing placing)
      throws IOException {
    long device = linux.status(mount.root()).device();
    new ViewState(options, options.target().toString(), made.backing(), tree.served())
        .save(states, device);
    boolean isPlaced = false;
    try {
      placing.put(mount);
      isPlaced = true;
    } finally {
      if (!isPlaced) {
        ViewState.delete(states, device);
      }
    }
  }

  private RefreshedView compared(
      MountedView view, List<ServedFile> before, List<ServedFile> now, Folder root) {
    Map<String, ServedFile> current = new HashMap<>();
    now.forEach(file -> current.put(file.path(), file));
    List<String> edited = new ArrayList<>();
    List<String> replaced = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (ServedFile old : before) {
      Optional<FileStatus> status = status(root, old.path(), current.remove(old.path()));
      if (status.isEmpty()) {
        removed.add(old.path());
      } else if (status.get().inode() != old.status().inode()) {
        replaced.add(old.path());
      } else if (old.wasEditedInPlace(status.get())) {
        edited.add(old.path());
      }
    }
    List<String> added = current.keySet().stream().sorted().toList();
    return new RefreshedView(view, edited, replaced, removed, added);
  }

  /** A file that is no fat one any more may still be there: then it was edited or replaced. */
  private Optional<FileStatus> status(Folder root, String path, @Nullable ServedFile served) {
    if (served != null) {
      return Optional.of(served.status());
    }
    try {
      return Optional.of(linux.status(root.descriptor, path));
    } catch (SystemCallException e) {
      return Optional.empty();
    }
  }

  private ScannedTree scan(Folder root, ViewOptions options) throws SystemCallException {
    ScannedTree tree = TreeScan.scan(linux, root.descriptor, options, progress);
    if (tree.devices().isEmpty()) {
      tree.close();
      String why =
          tree.unserved().isEmpty() ? "no fat file in it" : tree.unserved().getFirst().toString();
      throw new ViewException(options.root() + ": " + why);
    }
    return tree;
  }

  private ViewState state(Path mountPoint, long device) throws IOException {
    return ViewState.of(states, device)
        .orElseThrow(() -> new ViewException(mountPoint + ": no view is mounted here"));
  }

  private static ViewOptions at(ViewOptions o, Path mountPoint) {
    return new ViewOptions(o.root(), mountPoint, o.target(), o.extent(), o.backing());
  }

  private long device(Path folder) throws IOException {
    try (Folder open = folder(folder)) {
      return linux.status(open.descriptor).device();
    }
  }

  private Folder folder(Path path) throws SystemCallException {
    try {
      return new Folder(linux.open(path.toString(), OPEN_FOLDER));
    } catch (SystemCallException e) {
      if (e.errno() == SystemCallException.ENOTDIR) {
        throw new ViewException(path + ": not a folder");
      }
      throw e;
    }
  }

  /** An open folder. */
  private final class Folder implements AutoCloseable {
    final int descriptor;

    Folder(int descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public void close() {
      linux.close(descriptor);
    }
  }
}
