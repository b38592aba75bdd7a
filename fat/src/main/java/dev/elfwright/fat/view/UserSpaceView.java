package dev.elfwright.fat.view;

import java.io.IOException;

/**
 * Serves a view from this process; found with {@link java.util.ServiceLoader}.
 *
 * <p>It shows the tree as it is at any moment, so it never has to be refreshed.
 */
public interface UserSpaceView {
  /**
   * Mounts a view and serves it until {@link Served#close} or until somebody unmounts it.
   *
   * @throws IOException when it cannot be mounted
   */
  Served mount(ViewOptions options) throws IOException;

  /** A view that this process serves. */
  interface Served extends AutoCloseable {
    /**
     * Waits until it has been unmounted.
     *
     * @throws IOException when the folder cannot be read any more
     */
    void await() throws IOException, InterruptedException;

    /** Unmounts it. */
    @Override
    void close() throws IOException;
  }
}
