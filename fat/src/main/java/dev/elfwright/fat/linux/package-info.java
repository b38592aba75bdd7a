/**
 * The system calls that the JDK has no way to: folders and files by names that are bytes, extended
 * attributes, mounts, loop devices.
 *
 * <p>{@link dev.elfwright.fat.linux.Linux} makes the calls and turns errors into exceptions; the
 * other types are what they take and give.
 */
@NullMarked
package dev.elfwright.fat.linux;

import org.jspecify.annotations.NullMarked;
