/**
 * Views of a tree of fat files for one architecture: the kernel serves each slice as an ordinary
 * file, so that programs, libraries and every tool work as if the tree were thin.
 *
 * <p>{@link dev.elfwright.fat.view.FatView} mounts, refreshes and unmounts them. A view is an EROFS
 * image of metadata whose devices are the fat files, with an overlay over the tree for everything
 * else; or, where mounting is not allowed, a FUSE file system, found as the service {@link
 * dev.elfwright.fat.view.UserSpaceView}.
 */
@NullMarked
package dev.elfwright.fat.view;

import org.jspecify.annotations.NullMarked;
