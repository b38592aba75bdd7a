package dev.elfwright.fat.view;

import dev.elfwright.fat.TargetPattern;
import java.nio.file.Path;

/**
 * What to mount.
 *
 * @param root the tree with fat files
 * @param mountPoint an existing folder; it may be the root itself
 * @param target whose slices to show; where it names no variant, the best one that this machine's
 *     processor can run
 * @param extent what to show
 * @param backing how to get at the bytes
 */
public record ViewOptions(
    Path root, Path mountPoint, TargetPattern target, Extent extent, Backing backing) {}
