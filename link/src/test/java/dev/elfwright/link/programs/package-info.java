/**
 * Programs of Debian 12, original and fused side by side: whatever the original prints, the fused
 * one prints, and the files that it leaves are the same. Each test does with a program what it is
 * made for, for a version number needs little of a program's libraries.
 */
@NullMarked
package dev.elfwright.link.programs;

import org.jspecify.annotations.NullMarked;
