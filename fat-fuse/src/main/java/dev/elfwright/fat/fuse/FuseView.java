package dev.elfwright.fat.fuse;

import dev.elfwright.fat.view.LiveTree;
import dev.elfwright.fat.view.UserSpaceView;
import dev.elfwright.fat.view.ViewOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.cryptomator.jfuse.api.Fuse;
import org.cryptomator.jfuse.api.FuseBuilder;
import org.cryptomator.jfuse.api.FuseMountFailedException;

/** Serves views with libfuse 3. */
public final class FuseView implements UserSpaceView {
  /**
   * Keeps pages as long as size and time of a file stay (auto_cache), for running a program reads
   * it through the page cache; lets the kernel check the rights (default_permissions).
   */
  private static final String OPTIONS =
      "-oro,auto_cache,default_permissions,fsname=elfwright,subtype=fat-view";

  /** Called by {@link java.util.ServiceLoader}. */
  public FuseView() {}

  @Override
  public Served mount(ViewOptions options) throws IOException {
    FuseBuilder builder;
    Fuse fuse;
    try {
      builder = Fuse.builder();
      LibFuse.find().map(Path::toString).ifPresent(builder::setLibraryPath);
      fuse = builder.build(new SliceOperations(new LiveTree(options), builder.errno()));
    } catch (UnsatisfiedLinkError | UnsupportedOperationException e) {
      throw new IOException("libfuse3 cannot be loaded (Debian's package libfuse3-3)", e);
    }
    try {
      fuse.mount("elfwright", options.mountPoint(), OPTIONS + others());
    } catch (FuseMountFailedException e) {
      close(fuse);
      throw new IOException(
          options.mountPoint()
              + ": FUSE cannot be mounted; it needs /dev/fuse, fusermount3 and a folder of your"
              + " own",
          e);
    }
    return new Mounted(fuse, options.mountPoint(), deviceOf(options.mountPoint()));
  }

  /** Only root may let others see what its process serves, unless /etc/fuse.conf says so. */
  private static String others() throws IOException {
    boolean isRoot = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    return isRoot ? ",allow_other" : "";
  }

  private static void close(Fuse fuse) throws IOException {
    try {
      fuse.close();
    } catch (TimeoutException e) {
      throw new IOException("FUSE does not end", e);
    }
  }

  private static Object deviceOf(Path folder) throws IOException {
    return Files.getAttribute(folder, "unix:dev");
  }

  /** jfuse tells nobody that its loop has ended, so the folder is looked at now and then. */
  private record Mounted(Fuse fuse, Path mountPoint, Object device) implements Served {
    private static final long PAUSE_MILLIS = 250;

    @Override
    public void await() throws IOException, InterruptedException {
      while (deviceOf(mountPoint).equals(device)) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }

    @Override
    public void close() throws IOException {
      FuseView.close(fuse);
    }
  }
}
