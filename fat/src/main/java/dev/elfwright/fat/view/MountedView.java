package dev.elfwright.fat.view;

import java.util.List;

/**
 * What was mounted.
 *
 * @param served how many fat files are shown as the target's slices
 * @param backing how it gets at their bytes
 * @param unserved what cannot be shown, and why
 */
public record MountedView(int served, Backing backing, List<Unserved> unserved) {}
